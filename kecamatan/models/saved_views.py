"""Views of lists that somebody keeps: a name for an address."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kecamatan.models.places import Kabupaten
from kecamatan.models.users import User

LONGEST_QUERY = 2000


class SavedView(models.Model):
    """A list as somebody likes to see it: filters, columns and order under a name, for themselves or for colleagues.

    It holds the query of the list's address and nothing of what the list shows. Who opens it sees what they may see.
    """

    class Audience(models.TextChoices):
        NOBODY = "", _("only me")
        ALL = "all", _("everybody in this office")
        ADMIN = "admin", _("admins")
        PETUGAS = "petugas", _("all petugas")
        PEJABAT = "pejabat", _("all pejabat")

    kabupaten = models.ForeignKey(Kabupaten, models.PROTECT, related_name="+", verbose_name=_("kabupaten"))
    owner = models.ForeignKey(User, models.CASCADE, related_name="saved_views", verbose_name=_("owner"))
    list = models.CharField(_("list"), max_length=80)  # the name of its address, "kecamatan:desa-list"
    name = models.CharField(_("name of the view"), max_length=60)
    query = models.TextField(_("filters"), max_length=LONGEST_QUERY, blank=True)
    shared_with = models.CharField(_("with whom"), max_length=7, choices=Audience, blank=True)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shared_with__in=["", "all", "admin", "petugas", "pejabat"]),
                name="savedview_shared_with_known",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length(F("query")), LONGEST_QUERY), name="savedview_query_not_too_long"
            ),
            # Personal data stays out of it, even past our own code.
            models.CheckConstraint(
                condition=~Q(query__regex=r"[0-9]{16}") & ~Q(name__regex=r"[0-9]{16}"), name="savedview_holds_no_nik"
            ),
            models.UniqueConstraint(fields=["owner", "list", "name"], name="savedview_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The list, seen so."""
        return f"{reverse(self.list)}?{self.query}" if self.query else reverse(self.list)
