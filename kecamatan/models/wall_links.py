"""The secret addresses under which screens on the walls of the office show the numbers."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kecamatan.models.places import Kabupaten
from kecamatan.models.users import User

#: A screen asks every minute: that it was seen is written down no oftener than this.
NOTED_EVERY = timedelta(minutes=10)


class WallLink(models.Model):
    """A screen in the office, reached by an address that nobody can guess; only the secret's hash is kept."""

    kabupaten = models.ForeignKey(Kabupaten, models.PROTECT, related_name="wall_links", verbose_name=_("kabupaten"))
    name = models.CharField(_("where the screen hangs"), max_length=60)
    language = models.CharField(
        _("language"), max_length=2, choices=[("id", "Bahasa Indonesia"), ("en", "English")], default="id"
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("made by"))
    last_seen_at = models.DateTimeField(_("last seen"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("link for a screen")
        verbose_name_plural = _("links for screens")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(language__in=["id", "en"]), name="walllink_language_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def works(self) -> bool:
        return self.revoked_at is None

    @staticmethod
    def new_secret() -> str:
        """256 random bits, in signs that an address takes."""
        return secrets.token_urlsafe(32)

    @staticmethod
    def digest_of(secret: str) -> str:
        """SHA-256 in hex; enough for a secret that nobody can guess."""
        return hashlib.sha256(secret.encode()).hexdigest()

    def touch(self, now: datetime) -> None:
        """Note that the screen was seen, now and then."""
        if self.last_seen_at is None or now - self.last_seen_at > NOTED_EVERY:
            WallLink.objects.filter(pk=self.pk).update(last_seen_at=now)
