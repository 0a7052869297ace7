"""Why the remaining moved between two days."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kecamatan.access import Scope, desa_for, desa_or_404, kecamatan_or_404, scope_of
from kecamatan.counts import KINDS
from kecamatan.figures import number_text, signed_text
from kecamatan.forms.moved import MovedForm
from kecamatan.lists.filters import DesaFilters
from kecamatan.models import CountUpdate, Desa, Drive, Kecamatan
from kecamatan.moved_words import lead_of, still_of
from kecamatan.moves import Move, usual_days
from kecamatan.selectors.moves import Moved, Part, Span, moved, moved_in_desa
from kecamatan.views.pages import drives_of
from kecamatan.waterfall import Step, Waterfall, waterfall

#: Places drawn by themselves; the others are one bar.
MOST_DRAWN = 8
#: No drive begins so early, and of days before the first of the calendar nothing can be reckoned.
EARLIEST = date(1900, 1, 1)


@require_safe
def moved_page(request: HttpRequest) -> HttpResponse:
    """``?from=…&until=…&kecamatan=…&desa=…``: 400 with sentences where the days cannot be, and the last seven days below."""
    scope = scope_of(request.user)
    drive, drives = drives_of(request, scope)
    if drive is None:
        return render(request, "kecamatan/no_drive_page.html", {"scope": scope})
    form, page = asked_of(request, scope, drive)
    usual = usual_days(scope.today, drive.baseline_date)
    context = {
        "scope": scope, "drive": drive, "drives": drives, "form": form, "valid": form.is_valid(), "moved": page.moved,
        "page": page, "kecamatan": page.kecamatan, "desa": page.desa,
        "usual": _presets(usual, page, drive, scope.today),
    }  # fmt: skip
    return render(request, "kecamatan/moved.html", context, status=200 if form.is_valid() else 400)


def asked_of(request: HttpRequest, scope: Scope, drive: Drive) -> tuple[MovedForm, "MovedPage"]:
    """The days and the place asked for, and what moved; a place that is not in the scope does not exist (404)."""
    kecamatan, desa, all_desa = _places(scope, request)
    form = MovedForm(
        _with_usual_days(request.GET, drive, scope.today),
        drive=drive,
        today=scope.today,
        kecamatan=scope.kecamatan,
        desa=all_desa,
    )
    span = _span(form if form.is_valid() else None, drive, scope.today)
    if desa is not None:
        found = moved_in_desa(span, desa)
    else:
        found = moved(span, scope.kecamatan, one=kecamatan, desa=all_desa)
    return form, MovedPage(found, kecamatan, desa)


def _with_usual_days(data: QueryDict, drive: Drive, today: date) -> QueryDict:
    """What is asked for, the days that were left out filled in: the last seven until today, none before the baseline; all
    days of a past drive, whose last seven tell nothing.
    """
    found = data.copy()
    if not found.get("until"):
        found["until"] = today.isoformat()
    until = day_in(found["until"]) or today
    if not found.get("from"):
        usual = until - timedelta(days=6) if drive.is_active else drive.baseline_date
        found["from"] = max(usual, min(drive.baseline_date, until)).isoformat()
    return found


def day_in(text: str) -> date | None:
    """The day written as 2024-06-25; None for anything else, and for one before which there may be none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day > EARLIEST else None


def _places(scope: Scope, request: HttpRequest) -> tuple[Kecamatan | None, Desa | None, list[Desa]]:
    """The kecamatan and desa asked for, and all desa of the kecamatan. What is not in the scope does not exist (404)."""
    desa_code, code = request.GET.get("desa", ""), request.GET.get("kecamatan", "")
    desa = desa_or_404(scope, desa_code) if desa_code else None
    if desa is not None and code in {"", desa.kecamatan.code}:
        kecamatan = desa.kecamatan
    else:
        kecamatan, desa = (kecamatan_or_404(scope, code) if code else None), None
    return kecamatan, desa, list(desa_for(scope).filter(kecamatan=kecamatan)) if kecamatan else []


def _span(form: MovedForm | None, drive: Drive, today: date) -> Span:
    """The days asked for; what was left out is the last seven days, none before the baseline."""
    asked = form.cleaned_data if form else {}
    until = asked.get("until") or today
    first = asked.get("from") or max(until - timedelta(days=6), min(drive.baseline_date, until))
    return Span(drive, min(first, until), until, today)


def _presets(usual: dict[str, date], page: "MovedPage", drive: Drive, today: date) -> list[tuple[str, str]]:
    """(words, query) of the spans that are asked for most."""
    words = {
        "week": _("7 days"), "four_weeks": _("28 days"), "month": _("this month"), "baseline": _("since the baseline"),
    }  # fmt: skip
    of = {**page.place, **({} if drive.is_active else {"drive": drive.pk})}
    return [(words[name], urlencode({**of, "from": first, "until": today})) for name, first in usual.items()]


@dataclass(frozen=True)
class MovedPage:
    """What the template shows of it: sentences, drawings, rows, and the addresses behind the figures."""

    moved: Moved
    kecamatan: Kecamatan | None
    desa: Desa | None

    @property
    def place(self) -> dict[str, str]:
        """How addresses name the place of the page."""
        if self.kecamatan is None:
            return {}
        return {"kecamatan": self.kecamatan.code, **({"desa": self.desa.code} if self.desa else {})}

    @property
    def lead(self) -> str:
        return lead_of(self.moved)

    @property
    def still(self) -> str:
        return still_of(self.moved)

    def rows_of(self, place: dict[str, str], *, kind: str = "", before: bool = False) -> str:
        """The ledger's rows of these days, or of all days before them or until their end."""
        span = self.moved.span
        days = {"date_to": span.first - timedelta(days=1)} if before else {"date_to": span.until}
        if kind:
            days = {"kind": kind, "date_from": span.first, "date_to": span.until}
        return f"{reverse('kecamatan:update-list')}?{urlencode({**place, 'drive': span.drive.pk, **days})}"

    def place_of(self, part: Part) -> dict[str, str]:
        """How addresses name one of the places."""
        if isinstance(part.place, Kecamatan):
            return {"kecamatan": part.place.code}
        return {**self.place, "desa": part.place.code if part.place else DesaFilters.NO_DESA}

    def row(self, move: Move, place: dict[str, str], *, has_level: bool) -> dict:
        """Start, causes, change and end of one place, each with the address of its rows."""
        span = self.moved.span
        days = {"drive": span.drive.pk, "date_from": span.first, "date_to": span.until}
        return {
            "start": (move.start.remaining if has_level else None, self.rows_of(place, before=True)),
            "causes": [(kind, getattr(move.flow, kind), self.rows_of(place, kind=kind)) for kind in KINDS],
            "change": (move.change, f"{reverse('kecamatan:update-list')}?{urlencode({**place, **days})}"),
            "end": (move.end.remaining if has_level else None, self.rows_of(place)),
        }

    @property
    def whole(self) -> dict:
        return self.row(self.moved.whole, self.place, has_level=self.moved.has_level)

    @property
    def parts(self) -> list[tuple[Part, dict]]:
        return [
            (part, self.row(part.move, self.place_of(part), has_level=part.has_level)) for part in self.moved.moving
        ]

    @property
    def by_cause(self) -> Waterfall:
        labels = dict(CountUpdate.Kind.choices)
        steps = [
            Step(kind, capfirst(labels[kind]), effect) for kind, people, effect in self.moved.whole.causes if people
        ]
        return self._drawn(steps)

    @property
    def by_place(self) -> Waterfall | None:
        """The places that moved most, the others as one; None where fewer than two moved."""
        moving = [part for part in self.moved.moving if part.move.change]
        if len(moving) < 2:
            return None
        cut = MOST_DRAWN if len(moving) > MOST_DRAWN + 1 else len(moving)
        steps = [
            Step("fewer" if part.move.change < 0 else "more", str(part.place or _("no desa named")), part.move.change)
            for part in moving[:cut]
        ]
        if others := moving[cut:]:
            change = sum(part.move.change for part in others)
            steps.append(Step("fewer" if change < 0 else "more", _("the others"), change))
        return self._drawn(steps)

    def _drawn(self, steps: list[Step]) -> Waterfall:
        start = self.moved.whole.start.remaining if self.moved.has_level else None
        return waterfall(start, steps, (_("Before"), _("At the end")), number_text, signed_text)
