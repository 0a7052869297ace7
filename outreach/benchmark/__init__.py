"""How quick the pages of people and the taking in of lists are, on a database of their own: ``manage.py benchmark_people``.

Lists are read, taken in and undone by the very actions of the site, each in a process of its own whose memory is measured.
"""
