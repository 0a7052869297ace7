"""Making and ending the secret address of one's own calendar; each with its line in the audit log."""

from django.db import transaction
from django.utils import timezone

from kecamatan.access import Scope
from kecamatan.actions.audit import audit, snapshot
from kecamatan.models import User
from outreach.models import CalendarFeed


@transaction.atomic
def make_feed(*, by: Scope, mine: bool) -> tuple[CalendarFeed, str]:
    """(feed, secret): a new address; the one before works no more. The secret is known only now, stored is its hash."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.user.pk)
    _end(by)
    secret = CalendarFeed.new_secret()
    feed = by.user.calendar_feeds.create(digest=CalendarFeed.digest_of(secret), mine=mine)
    audit(by=by.user, action="feed-new", target=feed, kabupaten=by.kabupaten, after=snapshot(feed, ["mine"]))
    return feed, secret


@transaction.atomic
def change_feed(*, by: Scope, mine: bool) -> bool:
    """The address stays and has other visits from now on. Whether anything changed."""
    feed = by.user.calendar_feeds.filter(revoked_at__isnull=True).first()
    if feed is None or feed.mine == mine:
        return False
    before = snapshot(feed, ["mine"])
    feed.mine = mine
    feed.save(update_fields=["mine"])
    after = snapshot(feed, ["mine"])
    audit(by=by.user, action="feed-change", target=feed, kabupaten=by.kabupaten, before=before, after=after)
    return True


@transaction.atomic
def end_feed(*, by: Scope) -> bool:
    """From now on the address opens nothing. Whether one did before."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.user.pk)
    return _end(by)


def _end(by: Scope) -> bool:
    feed = by.user.calendar_feeds.filter(revoked_at__isnull=True).first()
    if feed is None:
        return False
    feed.revoked_at = timezone.now()
    feed.save(update_fields=["revoked_at"])
    audit(by=by.user, action="feed-revoke", target=feed, kabupaten=by.kabupaten, before=snapshot(feed, ["mine"]))
    return True
