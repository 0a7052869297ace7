"""What is odd about the rows of an import, in words."""

from django.utils.translation import gettext as _

from outreach.matching.people import Because, Reason
from outreach.nik import Finding
from outreach.reading.catalogue import FAULTS
from outreach.reading.faults import Fault
from outreach.reading.sentences import finding_sentence, reason_sentence, sentence

_REASONS = {one.code: one for one in Reason}
_FINDINGS = {one.code: one for one in Finding}


def _own(name: str) -> str:
    """The words for what only the pages of imports know; "" for anything else."""
    return {
        "": _("something else"),
        "changed_meanwhile": _("Somebody worked on this person since the preview."),
        "born_after_listed": _(
            "By this date of birth the person was born after they came upon the list. Correct it in the file."
        ),
        "ledger_keeps_place": _(
            "This person flowed in and moves, but nobody else remains where they were counted. Look at the counts there."
        ),
        "known_elsewhere": _("Somebody of another kecamatan may be meant. Ask an admin to take this row in."),
        "place_of_others": _("This desa is not one of yours. Ask an admin to take this row in."),
    }.get(name, "")


def words_of(name: str, column: int = 0, params: dict | None = None) -> str:
    """One thing that is odd about a row: a fault, a finding about a number, or a reason of the comparison.

    ``params``: as they were kept; without them, what a row says of itself is left open ("…").
    """
    if own := _own(name):
        return own
    kind, _underscore, code = name.partition("_")
    if kind == "nik" and code in _FINDINGS and name not in _REASONS:
        return finding_sentence(_FINDINGS[code], column=column)
    if name.startswith("no_kk_") and name.removeprefix("no_kk_") in _FINDINGS:
        return finding_sentence(_FINDINGS[name.removeprefix("no_kk_")], number="No. KK", column=column)
    if name in _REASONS:
        other = (params or {}).get("other_row")
        where = (params.get("other_sheet", ""), other) if params and other else None
        return reason_sentence(Because(_REASONS[name], where))
    if name in FAULTS:
        return sentence(Fault(name, "", 0, column, params or dict.fromkeys(FAULTS[name][1].split(), "…")))
    return name


#: Says nothing by itself: the faults of the row follow.
SILENT = frozenset({"read_with_doubt"})


def sentences_of(told: list[list]) -> list[str]:
    """Every reason of a row in words, in their order, none twice."""
    return list(dict.fromkeys(words_of(*one) for one in told if one[0] not in SILENT))
