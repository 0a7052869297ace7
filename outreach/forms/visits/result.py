"""What is typed of the result of a visit: an outcome for each person, the rest of it, and the lines of a tally sheet."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.forms.fields import SpelledLimits
from kecamatan.models import Desa
from kecamatan.plain_text import fit
from outreach.actions.visits.results import Entry
from outreach.attendance import KEYS, Outcome
from outreach.forms.steps import version_field
from outreach.forms.visits.plan import HourField, TextField
from outreach.models import Attendance, Visit
from outreach.paper_words import CODES
from outreach.papers import short_codes

LARGEST = 100_000
NOTE = 300


def entries_of(data: Mapping[str, str]) -> list[Entry]:
    """What was sent of each person: ``o-ID`` the outcome, ``n-ID`` the note, ``v-ID`` the version that was seen.

    ``w-ID`` and ``m-ID`` are outcome and note as the form showed them: who was not touched is left out, so that a
    colleague's word about them is not contradicted. What is no outcome or number of ours, no browser sends; signs that
    cannot be shown, which come along when a note is pasted, are left out of it.
    """
    found = []
    for name, outcome in data.items():
        number = name.removeprefix("o-")
        if not name.startswith("o-") or not re.fullmatch(r"[0-9]{1,18}", number, re.ASCII):
            continue
        version = data.get(f"v-{number}", "")
        note = fit(" ".join(data.get(f"n-{number}", "").split()))[:NOTE]
        if (outcome, note) == (data.get(f"w-{number}"), data.get(f"m-{number}", "")):
            continue
        known = outcome == "" or outcome in set(Outcome)
        if known and re.fullmatch(r"[0-9]{1,9}", version, re.ASCII):
            found.append(Entry(int(number), outcome, int(version), note))
    return found


class ResultForm(SpelledLimits, forms.Form):
    """The result beside the people."""

    version = version_field()
    began_at = HourField(label=gettext_lazy("Began at"), required=False)
    ended_at = HourField(label=gettext_lazy("Ended at"), required=False)
    cards_printed = forms.IntegerField(
        label=gettext_lazy("Cards printed"), required=False, min_value=0, max_value=LARGEST
    )
    ikd_activated = forms.IntegerField(
        label=gettext_lazy("IKD activated"), required=False, min_value=0, max_value=LARGEST
    )
    what_went_wrong = TextField(
        label=gettext_lazy("What went wrong"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, visit: Visit, **options) -> None:
        names = ("version", "began_at", "ended_at", "cards_printed", "ikd_activated", "what_went_wrong")
        initial = {name: getattr(visit, name) for name in names}
        super().__init__(*args, initial=initial, auto_id="result-%s", **options)

    @property
    def facts(self) -> dict:
        """For ``actions.visits.results.save_result``."""
        data = dict(self.cleaned_data)
        return {"seen_version": data.pop("version"), **data}


class CountForm(SpelledLimits, forms.Form):
    """People of one desa counted without their names. ``seen``: the count that stood when the form was made, 0 for none."""

    desa = forms.ChoiceField(label=gettext_lazy("Desa/kelurahan"), required=False)
    people = forms.IntegerField(
        label=gettext_lazy("Recorded without a name"),
        min_value=0,
        max_value=LARGEST,
        error_messages={"required": gettext_lazy("How many? 0 takes the count back.")},
    )
    newly_obliged = forms.IntegerField(
        label=gettext_lazy("Of these newly obliged"),
        required=False,
        min_value=0,
        max_value=LARGEST,
        help_text=gettext_lazy("Turned 17 or moved in after the baseline."),
    )
    seen = forms.IntegerField(required=False, min_value=0, max_value=2**62, widget=forms.HiddenInput)

    def __init__(self, *args, places: Iterable[Desa], count: int = 0, **options) -> None:
        super().__init__(*args, auto_id=f"count{count}-%s", **options)
        self.places = {one.code: one for one in places}
        whole = ("", _("the kecamatan as a whole"))
        self.fields["desa"].choices = [*((code, str(one)) for code, one in self.places.items()), whole]

    @property
    def place(self) -> Desa | None:
        """The desa that was chosen; None is the kecamatan as a whole."""
        return self.places.get(self.cleaned_data["desa"])


@dataclass(frozen=True)
class Line:
    """One line of what was typed from the tally sheet: whom it names and what became of them, or what is wrong."""

    number: int
    text: str = field(repr=False)
    attendance: Attendance | None = None
    outcome: str = ""
    wrong: str = ""

    @property
    def outcome_text(self) -> str:
        """The outcome in words."""
        return str(Attendance.Outcome(self.outcome).label) if self.outcome else ""

    @property
    def stands(self) -> bool:
        """Is this entered already?"""
        return self.attendance is not None and self.attendance.outcome == self.outcome


_BY_KEY = {key: outcome.value for outcome, key in KEYS.items()}


def lines_of(text: str, people: Mapping[str, Attendance]) -> list[Line]:
    """Each line of ``CODE KEY``, such as ``4K7M2 1``; a line without a key means recorded.

    ``people``: code → attendance of this visit. A code that names nobody names nobody; two outcomes for one person
    are both wrong.
    """
    found: list[Line] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            found.append(_line(number, line.strip()[:80], people))
    said: dict[int, set[str]] = {}
    for one in found:
        if one.attendance is not None:
            said.setdefault(one.attendance.pk, set()).add(one.outcome)
    twice = {pk for pk, outcomes in said.items() if len(outcomes) > 1}
    words = _("This person has two outcomes here. Look at the sheet again.")
    return [
        Line(one.number, one.text, wrong=words) if one.attendance and one.attendance.pk in twice else one
        for one in found
    ]


def _line(number: int, text: str, people: Mapping[str, Attendance]) -> Line:
    match = re.fullmatch(r"(.*?)(?:[\s,;=:]+([0-9]))?", text)
    code, key = match[1], match[2] or KEYS[Outcome.RECORDED]
    read = short_codes.who(code, people)
    if read.fault is not None:
        return Line(number, text, wrong=str(CODES[read.fault]))
    if key not in _BY_KEY:
        return Line(number, text, wrong=_("There is no outcome %(key)s. Use 1 to 7.") % {"key": key})
    return Line(number, text, read.person, _BY_KEY[key])
