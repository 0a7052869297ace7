"""The address under which somebody's own calendar reads the visits."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kecamatan.models import User

#: A phone asks every hour or so: the last use is written down no oftener than this.
NOTED_EVERY = timedelta(minutes=10)


class CalendarFeed(models.Model):
    """A secret address that a phone or an office's calendar reads without signing in; only the secret's hash is kept.

    One at a time for each user: a new one ends the one before.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="calendar_feeds", db_index=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    mine = models.BooleanField(_("only the visits of my own teams"), default=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        ordering = ["-made_at", "-pk"]
        constraints = [
            # Also the index by which the page of one's own address finds it.
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="calendarfeed_one_works"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @staticmethod
    def new_secret() -> str:
        """256 random bits, in signs that an address takes."""
        return secrets.token_urlsafe(32)

    @staticmethod
    def digest_of(secret: str) -> str:
        """SHA-256 in hex; enough for a secret that nobody can guess."""
        return hashlib.sha256(secret.encode()).hexdigest()

    def touch(self, now: datetime) -> None:
        """Note the use, now and then."""
        if self.last_used_at is None or now - self.last_used_at > NOTED_EVERY:
            CalendarFeed.objects.filter(pk=self.pk).update(last_used_at=now)
