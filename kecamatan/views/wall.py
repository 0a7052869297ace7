"""Screens in the office: full-screen numbers under a secret address, without a session."""

from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kecamatan import throttle
from kecamatan.days import today_in
from kecamatan.forms.look import LookForm
from kecamatan.kept import kept
from kecamatan.models import Kabupaten, WallLink
from kecamatan.selectors.wall import VISITS_BY_DAY, phones_not_in, visits_by_day, wall_of
from kecamatan.views.dashboard import area_map
from kecamatan.views.waiting import ask_to_wait

#: The name under which wrong addresses are counted (``kecamatan.throttle``).
WALL = "wall"
VIEWS = ("district", "map", "week")
#: Seconds for which a view stands, and between two looks at the server.
TURN_SECONDS, ASK_SECONDS = 20, 60


@login_not_required
@require_safe
def wall(request: HttpRequest, secret: str) -> HttpResponse:
    """The three views, one of them shown; the script turns through them, without it the page asks for the next itself.

    A wrong or ended address is answered with 404 and words; wrong ones are counted, right ones never.
    """
    digest = WallLink.digest_of(secret)
    link = WallLink.objects.select_related("kabupaten").filter(digest=digest, revoked_at__isnull=True).first()
    if link is None:
        wait = throttle.take(request, WALL, digest)
        if wait:
            return ask_to_wait(request, 429, _("Too many wrong addresses from here. Wait a while."), wait)
        return _unindexed(HttpResponse(render_to_string("wall/ended.html", {"LANGUAGE_CODE": "id"}), status=404))
    link.touch(timezone.now())
    with translation.override(link.language):
        return _unindexed(HttpResponse(_page(request, link)))


def _unindexed(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response


def _page(request: HttpRequest, link: WallLink) -> str:
    view = request.GET.get("view")
    view = view if view in VIEWS else VIEWS[0]
    now = timezone.now()
    today = today_in(link.kabupaten.time_zone, now)
    context = {
        "kabupaten": link.kabupaten,
        "views": [(VIEWS[0], _("The numbers")), (VIEWS[1], _("The map")), (VIEWS[2], _("The week"))],
        "view": view,
        "next": VIEWS[(VIEWS.index(view) + 1) % len(VIEWS)],
        "panels": _panels(link.kabupaten, today),
        "now": now,
        "now_ms": int(now.timestamp() * 1000),
        "today": today,
        "turn": TURN_SECONDS,
        "every": ASK_SECONDS,
        "demo": settings.DEMO,
        "LANGUAGE_CODE": link.language,
    }
    return render_to_string("wall/wall.html", context)


def _panels(kabupaten: Kabupaten, today: date) -> str:
    """What the three views show, kept while the counts and the week's visits stay as they are."""
    visits = visits_by_day(kabupaten, today)
    key = (WALL, translation.get_language(), today, VISITS_BY_DAY, None if visits is None else tuple(visits.items()))

    def build() -> str:
        drive = kabupaten.drives.order_by("-is_active", "-baseline_date", "-pk").first()
        if drive is None:
            return render_to_string("wall/no_drive.html", {"kabupaten": kabupaten})
        drive.kabupaten = kabupaten
        places = list(kabupaten.kecamatan_set.select_related("outline").order_by("code"))
        told = wall_of(drive, places, today, visits)
        regency_map = area_map(told.told, LookForm.Measure.REMAINING)
        context = {"kabupaten": kabupaten, "drive": drive, "wall": told, "story": told.told.story, "map": regency_map}
        # Whatever moves these raises the version of a kecamatan, as the counts do.
        context["phones"], context["phone_people"] = phones_not_in(kabupaten)
        return render_to_string("wall/panels.html", context)

    return kept(kabupaten, key, build)[1]
