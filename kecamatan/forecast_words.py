"""What a forecast says, in sentences that can be read aloud."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kecamatan.figures import day_text, decimal_text, number_text
from kecamatan.forecast import Forecast, Range, Verdict
from kecamatan.selectors.forecast import Expected


@dataclass(frozen=True)
class Words:
    """``heading``: the answer; ``lead``: the range; ``further``: what else is to be said; ``change``: what asking did."""

    heading: str
    lead: str
    further: list[str]
    change: str = ""


@dataclass(frozen=True)
class Answer:
    """What a dashboard says of it. ``verdict``: its name; ``needed``: people a week for the goal, None where nothing is;
    ``has_target``: is the goal a coverage? Else it is that nobody remains.
    """

    verdict: str
    heading: str
    lead: str
    needed: int | None
    goal: str
    has_target: bool


def answer_of(told: Expected) -> Answer:
    """The answer, the range and what is needed, of a drive as it goes on."""
    goal = told.goal
    reach = (
        _("until nobody remains")
        if not goal.has_target
        else (_("until at most %(most)s remain") % {"most": number_text(goal.may_remain)})
    )
    verdict = told.usual.verdict
    needed = told.usual.needed_per_week or None
    return Answer(verdict.name.lower(), _heading(verdict), _lead(told), needed, reach, goal.has_target)


def words_of(told: Expected) -> Words:
    """Of what is shown: with what was asked, else as it goes on."""
    shown = told.shown
    if told.unstated:
        return Words(_("Not to be told yet"), _unstated(told.unstated), [])
    said = [
        _goal(told),
        _chance(shown),
        _needed(shown, told.usual),
        _last_chance(shown),
        _reached(shown),
        _polling_day(told),
        _visits(told),
    ]
    return Words(_heading(shown.verdict), _lead(told), [one for one in said if one], _change(told))


def _unstated(number: int) -> str:
    return ngettext(
        "Of %(number)s kecamatan the baseline is not stated yet, so nobody knows how many remain.",
        "Of %(number)s kecamatan the baselines are not stated yet, so nobody knows how many remain.",
        number,
    ) % {"number": number_text(number)}


def _heading(verdict: Verdict) -> str:
    return {
        Verdict.REACHED: _("The goal is reached"),
        Verdict.LIKELY: _("Yes, in all likelihood"),
        Verdict.UNCERTAIN: _("It can still go either way"),
        Verdict.UNLIKELY: _("No, not at this pace"),
        Verdict.MISSED: _("The goal was not reached"),
        Verdict.TOO_LITTLE_DATA: _("Too early to tell"),
    }[verdict]


def span_text(one: Range) -> str:
    """between 310 and 640; 310 where it is one number."""
    if one.is_known:
        return number_text(one.low)
    return _("between %(low)s and %(high)s") % {"low": number_text(one.low), "high": number_text(one.high)}


def _lead(told: Expected) -> str:
    one, day = told.shown.at_last_recording_day, day_text(told.drive.last_recording_day)
    if one is None:
        return _(
            "It takes three weeks, with recordings on at least three days and of ten people, to tell how it goes on."
        )
    if one.is_known and told.today >= one.day:
        return _("On the last recording day, %(day)s, %(people)s remained.") % {"day": day, "people": span_text(one)}
    known = {"span": span_text(one), "day": day}
    if told.asked is not None:
        return _("With these changes %(span)s people remain on %(day)s.") % known
    return _("If it goes on like this, %(span)s people remain on %(day)s.") % known


def _change(told: Expected) -> str:
    fewer = told.fewer
    if fewer is None:
        return ""
    if fewer == 0:
        return _("That changes nothing by the last recording day.")
    people = number_text(abs(fewer))
    if fewer > 0:
        return ngettext("%(people)s fewer than without.", "%(people)s fewer than without.", fewer) % {"people": people}
    return ngettext("%(people)s more than without.", "%(people)s more than without.", -fewer) % {"people": people}


def _goal(told: Expected) -> str:
    goal, drive = told.goal, told.drive
    if not goal.has_target:
        return _("The goal is that nobody remains on %(day)s.") % {"day": day_text(drive.last_recording_day)}
    return _("The goal is %(target)s%% of %(base)s (%(name)s): at most %(most)s may remain on %(day)s.") % {
        "target": decimal_text(goal.target),
        "base": number_text(goal.base),
        "name": drive.base_name,
        "most": number_text(goal.may_remain),
        "day": day_text(drive.last_recording_day),
    }


def _chance(shown: Forecast) -> str:
    if shown.chance is None:
        return ""
    tenths = round(shown.chance * 10)
    if tenths == 0:
        return _("The chance of that is less than 1 in 10.")
    if tenths == 10:
        return _("The chance of that is more than 9 in 10.")
    return _("The chance of that is about %(number)s in 10.") % {"number": tenths}


def _needed(shown: Forecast, usual: Forecast) -> str:
    if not shown.needed_per_week:
        return ""
    needed = {"needed": number_text(shown.needed_per_week)}
    if usual.pace is None:
        return _("From today on %(needed)s a week are needed, and those who flow in on top.") % needed
    return _("From today on %(needed)s a week are needed, inflow counted; the pace is %(pace)s a week.") % (
        needed | {"pace": number_text(round(usual.pace))}
    )


def _last_chance(shown: Forecast) -> str:
    if shown.at_last_recording_day is None or shown.best is None:
        return ""
    best = {"best": number_text(round(shown.best))}
    if shown.too_late and shown.chance is not None:
        return _("Not even the best pace of this drive, %(best)s a week, would do any more.") % best
    if shown.last_chance is None:
        return ""
    if shown.last_chance <= shown.fan[0].day:
        return _("It takes the best pace of this drive, %(best)s a week, from today on.") % best
    return _("After %(day)s not even the best pace of this drive, %(best)s a week, would do any more.") % (
        best | {"day": day_text(shown.last_chance)}
    )


def _reached(shown: Forecast) -> str:
    reached = shown.reached
    if reached is None or reached.first is None or shown.verdict in {Verdict.REACHED, Verdict.MISSED}:
        return ""
    known = {"first": day_text(reached.first), "last": day_text(reached.last)}
    if reached.last is None:
        return _("The goal is reached on %(first)s at the earliest.") % known
    return _("The goal is reached between %(first)s and %(last)s.") % known


def _polling_day(told: Expected) -> str:
    one = told.shown.at_polling_day
    if one is None or told.today >= told.drive.polling_day:
        return ""
    return _("On polling day, %(day)s, %(span)s remain: until then people go on turning 17.") % {
        "day": day_text(told.drive.polling_day),
        "span": span_text(one),
    }


def _visits(told: Expected) -> str:
    if told.shown.chance is None:
        return ""
    if not told.usual.counts_visits:
        return _("No visit was held yet, so that visits and other recordings can't be told apart.")
    until = told.ahead.known_until
    if until is None:
        return _("No visit is planned; visits are taken to go on as before.")
    number = len(told.ahead.visits)
    return ngettext(
        "Until %(day)s the %(number)s planned visit is counted, afterwards visits as before.",
        "Until %(day)s the %(number)s planned visits are counted, afterwards visits as before.",
        number,
    ) % {"day": day_text(until), "number": number_text(number)}
