"""Will we make it? What remains on each day to come, as a range. Pure: no ORM, no request, whole numbers handed in.

**In a sentence.** What an ordinary week has brought of late goes on, visits that are planned bring what they promise,
people go on turning 17; and the range is as wide as the weeks so far differed from each other, wider the further ahead.
In 8 of 10 drives the true number lies within it (``backtest`` measures this, on invented drives and on real ones).

**In formulas.** Seen from the end of *today*, for a day *h* weeks ahead:

1. *Weights.* A weekday's weight is its part of what a week brings, learnt from the days so far and drawn towards Monday
   to Friday alike by one week's worth; the weights sum to 1. A rest day (holiday, joint leave; handed in) keeps as much
   of its weight as was really recorded on such days. *Weeks of work* E = the sum of the weights of some days.
2. *Pace.* The days so far are cut into weeks that end with today, so that an office that enters all of a week on one day
   looks like any other. With y people and E weeks of work in the week k weeks ago, and the weight 0.84^k (half as much
   after four weeks): pace m = Σ weight·y ÷ Σ weight·E, in people a week of work; the noise v is the weighted mean of
   (y − m·E)² ÷ E, drawn towards an assumption by three weeks' worth.
3. *Gross.* Until then G = m·E people are recorded (here or elsewhere), with the relative variance
   v ÷ (m²·E) [weeks differ] + v ÷ (m²·n) + d²·lag [the pace is not known exactly] + d²·h ÷ 3 [it moves on],
   where n is the number of weeks that the weights amount to, d is by how much a pace drifts in a week, and lag how long
   ago, on average, the pace was as measured. Its 10 % and 90 % points are G·exp(∓t·√variance), t Student's for few weeks.
4. *Visits.* Where it is known which recordings were made at visits, the pace is learnt twice: at visits and without them.
   Until ``Plan.known_until`` the visits bring what those planned promise and nothing else; afterwards visits go on as
   usual. So nothing is counted twice. Where it is not known, the pace holds the usual visits already, and planned visits
   change nothing (``Forecast.counts_visits`` is False).
5. *Inflow.* I = the ledger's (added − removed) per day over the whole drive, or the 17th birthdays known by name, less
   what is removed, whichever is more: both tell of the same people.
6. *Range.* The deviations of the parts are independent, so their squares add up, above and below apart. The fewer
   remain, the harder they are found: of T = remaining + I people, G of ordinary pace leave T·(1 − 2G ÷ 3T)^1.5, as if
   the pace fell with the cube root of what remains. Never below zero.

Nothing is promised for days after the last recording day, unless the ledger shows recordings after it.

*Most that may remain* = floor((1 − target) · base); zero where there is no base or target. *Needed a week* = (remaining
+ I until the last recording day − most that may remain) ÷ weeks of work left. *The last day that it can still be made*:
the last day x of which holds: middle of the range on x + I after x − best · (weeks of work after x) ≤ most that may
remain, where best is the highest pace of four weeks in a row so far (or the teams' ceiling, where that is handed in and
higher). After x not even the best pace of this drive would do. Where no day is left, it is too late, unless the range
itself still reaches the goal: then it has to begin today. *Chance*: from a normal curve of which each half is as
wide as its side of the range.
"""

from kecamatan.forecast.course import forecast
from kecamatan.forecast.parts import Forecast, Goal, Past, Plan, PlannedVisit, Range, Verdict

__all__ = ["Forecast", "Goal", "Past", "Plan", "PlannedVisit", "Range", "Verdict", "forecast"]
