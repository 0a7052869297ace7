"""The visits in one's own calendar: the page that makes and ends its secret address, and the feed itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kecamatan import throttle
from kecamatan.access import scope_of
from kecamatan.views.waiting import ask_to_wait
from outreach.actions.calendar_feed import change_feed, end_feed, make_feed
from outreach.forms.visits.calendar import FeedForm
from outreach.ics import CONTENT_TYPE, feed
from outreach.models import CalendarFeed, Visit
from outreach.selectors.visits.feed import feed_events

#: The name under which wrong addresses are counted (``kecamatan.throttle``).
FEED = "calendar-feed"


@require_safe
def feed_page(request: HttpRequest) -> HttpResponse:
    """How the visits come into one's own calendar, and whether an address works."""
    return _page(request)


@require_POST
def feed_make(request: HttpRequest) -> HttpResponse:
    """A new address; one from before works no more. The answer is the only page that shows it, so it is no redirect."""
    form = FeedForm(request.POST)
    _made, secret = make_feed(by=scope_of(request.user), mine=form.is_valid() and form.cleaned_data["mine"])
    address = request.build_absolute_uri(reverse("outreach:calendar-feed", args=[secret]))
    return _page(request, address=address, status=201)


@require_POST
def feed_change(request: HttpRequest) -> HttpResponse:
    """All visits, or those of one's own teams alone; the address stays as it is."""
    form = FeedForm(request.POST)
    changed = change_feed(by=scope_of(request.user), mine=form.is_valid() and form.cleaned_data["mine"])
    messages.success(request, _("Saved.") if changed else _("That was so already."))
    return redirect("outreach:calendar-feed-page")


@require_POST
def feed_end(request: HttpRequest) -> HttpResponse:
    """The address works no more. Whoever presses twice is not told of a fault."""
    ended = end_feed(by=scope_of(request.user))
    messages.success(request, _("The address works no more.") if ended else _("That was done already."))
    return redirect("outreach:calendar-feed-page")


def _page(request: HttpRequest, *, address: str = "", status: int = 200) -> HttpResponse:
    found = CalendarFeed.objects.filter(user=request.user, revoked_at__isnull=True).first()
    form = FeedForm(initial={"mine": found.mine if found else request.user.enters_counts})
    # Phones and desktop programs that know the scheme subscribe at a touch.
    tap = f"webcal://{address.partition('://')[2]}" if address else ""
    context = {"feed": found, "form": form, "address": address, "tap": tap}
    return render(request, "outreach/visits/feed.html", context, status=status)


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The visits as iCalendar, for whoever has the address. Wrong, ended or of somebody who left: 404, all the same.

    Wrong ones are counted, right ones never, so that nobody who guesses can shut out a colleague's phone.
    """
    digest = CalendarFeed.digest_of(secret)
    known = (
        CalendarFeed.objects.select_related("user__kabupaten").filter(digest=digest, revoked_at__isnull=True).first()
    )
    if known is None or not known.user.is_active:
        wait = throttle.take(request, FEED, digest)
        if wait:
            return ask_to_wait(request, 429, _("Too many wrong addresses from here. Wait a while."), wait)
        raise Http404
    known.touch(timezone.now())
    scope = scope_of(known.user)
    with translation.override(known.user.language):
        events = feed_events(scope, mine=known.mine, address=lambda one: _absolute(request, one))
        name = _("e-KTP visits, %(place)s") % {"place": scope.kabupaten.name}
    response = HttpResponse(feed(events, name=name, zone=scope.kabupaten.time_zone), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'inline; filename="ektp.ics"'
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, max_age=300)
    return response


def _absolute(request: HttpRequest, visit: Visit) -> str:
    return request.build_absolute_uri(visit.get_absolute_url())
