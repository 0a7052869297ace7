"""A kecamatan's page and a desa's page: the dashboard's story, one and two levels down."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kecamatan.access import Scope, desa_for, desa_or_404, kecamatan_or_404, may_write, scope_of
from kecamatan.models import Desa, Drive, Kecamatan
from kecamatan.selectors.story import DesaStory, KecamatanStory, desa_story, kecamatan_story
from kecamatan.tables.kecamatan import DesaTable, ledger_query
from kecamatan.views.pages import Look, drives_of, kept_page, read_look


@require_safe
def kecamatan_page(request: HttpRequest, code: str) -> HttpResponse:
    scope = scope_of(request.user)
    kecamatan = kecamatan_or_404(scope, code)
    return kept_page(
        request,
        scope,
        "kecamatan",
        lambda: _kecamatan_body(request, scope, kecamatan),
        template="kecamatan/kecamatan.html",
        place=kecamatan,
    )


def _kecamatan_body(request: HttpRequest, scope: Scope, kecamatan: Kecamatan) -> tuple[str, dict, int]:
    drive, drives = drives_of(request, scope)
    if drive is None:
        return "kecamatan/no_drive.html", {"scope": scope, "kecamatan": kecamatan}, 200
    look = read_look(request, scope, drive)
    told = kecamatan_story(look.when, kecamatan, list(desa_for(scope).filter(kecamatan=kecamatan)))
    context = _context(scope, look, told, drives) | {
        "kecamatan": kecamatan,
        "table": DesaTable.of(told, look.when, request),
        "writes": may_write(scope, kecamatan) and drive.is_active,
        "place_code": kecamatan.code,
        "ledger_query": ledger_query(look.when, kecamatan=kecamatan.code),
    }
    return "kecamatan/kecamatan_body.html", context, look.status


@require_safe
def desa_page(request: HttpRequest, code: str) -> HttpResponse:
    scope = scope_of(request.user)
    desa = desa_or_404(scope, code)
    return kept_page(
        request, scope, "desa", lambda: _desa_body(request, scope, desa), template="kecamatan/desa.html", place=desa
    )


def _desa_body(request: HttpRequest, scope: Scope, desa: Desa) -> tuple[str, dict, int]:
    drive, drives = drives_of(request, scope)
    if drive is None:
        return "kecamatan/no_drive.html", {"scope": scope, "kecamatan": desa.kecamatan}, 200
    look = read_look(request, scope, drive)
    told = desa_story(look.when, desa)
    context = _context(scope, look, told, drives) | {
        "desa": desa,
        "kecamatan": desa.kecamatan,
        "schools": list(desa.schools.all()),
        "writes": may_write(scope, desa.kecamatan) and drive.is_active,
        "place_code": desa.code,
        "ledger_query": ledger_query(look.when, kecamatan=desa.kecamatan.code, desa=desa.code),
    }
    return "kecamatan/desa_body.html", context, look.status


def _context(scope: Scope, look: Look, told: KecamatanStory | DesaStory, drives: list[Drive]) -> dict:
    return {
        "scope": scope,
        "look": look,
        "when": look.when,
        "drive": look.when.drive,
        "drives": drives,
        "story": told.story,
        "rest": told.rest,
        "here": told.here,
        "recent": told.recent,
    }
