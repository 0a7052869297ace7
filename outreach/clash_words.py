"""What stands in the way of a planned visit, in sentences for whoever plans it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.figures import day_text
from outreach.clashes import By, Caution, CautionOf, Clash, How

_SAME_TIME = {
    By.TEAM: gettext_lazy("%(what)s: in the team of %(visit)s at the same time."),
    By.KIT: gettext_lazy("%(what)s: needed by %(visit)s at the same time."),
    By.PLACE: gettext_lazy("At the same place and time: %(visit)s."),
    By.DESA: gettext_lazy("%(what)s: visited at the same time by %(visit)s."),
    By.SCHOOL: gettext_lazy("%(what)s: visited at the same time by %(visit)s."),
}
_WAY = gettext_lazy(
    "%(what)s: only %(gap)s min between this visit and %(visit)s; the way there takes about %(needed)s min."
)
_TRAVEL = {By.TEAM: _WAY, By.KIT: _WAY}
_SAME_DAY = dict.fromkeys((By.DESA, By.SCHOOL), gettext_lazy("%(what)s: visited on the same day by %(visit)s."))
SENTENCES = {How.OVERLAP: _SAME_TIME, How.TRAVEL: _TRAVEL, How.SAME_DAY: _SAME_DAY}
CAUTIONS = {
    Caution.PAST: gettext_lazy("This day is past."),
    Caution.BEFORE_BASELINE: gettext_lazy("This day is before the baseline of %(limit)s: nothing counts before it."),
    Caution.AFTER_LAST_RECORDING: gettext_lazy("This day is after %(limit)s, the last day of recording."),
    Caution.HOLIDAY: gettext_lazy("A public holiday: %(names)s."),
    Caution.JOINT_LEAVE: gettext_lazy("Joint leave: %(names)s."),
    Caution.CLOSED: gettext_lazy("The office does not go out on this day: %(names)s."),
    Caution.WEEKEND: gettext_lazy("A Saturday or Sunday."),
    Caution.NO_SCHOOL: gettext_lazy("No lessons on this day: pupils are not at school."),
}
_NO_SCHOOL_BECAUSE = gettext_lazy("No lessons on this day (%(names)s): pupils are not at school.")


@dataclass(frozen=True)
class Names:
    """What the numbers in a clash stand for. What is missing is said without its name."""

    visits: Mapping[int, str] = field(default_factory=dict)
    people: Mapping[int, str] = field(default_factory=dict)
    desa: Mapping[int, str] = field(default_factory=dict)
    schools: Mapping[int, str] = field(default_factory=dict)

    def of(self, clash: Clash) -> str:
        """Who or what both visits want: "Rahmat, Siti"."""
        known = {By.TEAM: self.people, By.DESA: self.desa, By.SCHOOL: self.schools}.get(clash.by)
        # Kits are named by themselves.
        found = [str(one) if known is None else known.get(one, _("somebody or something else")) for one in clash.what]
        return ", ".join(dict.fromkeys(found))

    def visit(self, clash: Clash) -> str:
        """The other visit: its place and hours, as the caller named it."""
        return self.visits.get(clash.other, _("another visit"))


def clash_text(clash: Clash, names: Names) -> str:
    """One clash as one sentence."""
    facts = {"what": names.of(clash), "visit": names.visit(clash), "gap": clash.gap, "needed": clash.needed}
    return SENTENCES[clash.how][clash.by] % facts


def caution_text(one: CautionOf) -> str:
    """One caution about the day as one sentence."""
    sentence = _NO_SCHOOL_BECAUSE if one.caution == Caution.NO_SCHOOL and one.names else CAUTIONS[one.caution]
    return sentence % {"names": ", ".join(one.names), "limit": day_text(one.limit)}


def in_words(found: Iterable[Clash], names: Names) -> list[str]:
    """All clashes, each sentence once."""
    return list(dict.fromkeys(clash_text(clash, names) for clash in found))
