"""Where to go next: who is likely to come, how long the way is, which places promise most, and a calendar of the weeks.

Pure: no ORM, no request. ``turnout`` says the chance that an expected person is recorded, ``travel`` the hours between
points, ``places`` what a team can do in a day, ``ranking`` the best places, ``plan`` the calendar and ``bound`` how much
any plan could reach. ``simulation`` compares it with going where most are left.
"""
