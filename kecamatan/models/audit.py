"""The audit log: who changed what, when, from what to what. Append-only by the database, like the ledger."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kecamatan.models.places import Kabupaten
from kecamatan.models.users import User


class AuditEntry(models.Model):
    """One act of an admin or petugas, or of a command on the server, named in words that outlive the object."""

    kabupaten = models.ForeignKey(Kabupaten, models.PROTECT, null=True, related_name="+", verbose_name=_("kabupaten"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("who"),
        help_text=_("Empty: a command on the server."),
    )
    action = models.CharField(_("what"), max_length=40)
    target_type = models.CharField(_("kind of thing"), max_length=40)
    target_id = models.CharField(_("its number"), max_length=40)
    target = models.CharField(_("which"), max_length=200)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kabupaten", "-at"], name="audit_newest")]

    def __str__(self) -> str:
        return f"{self.action} {self.target}"


class AuditChange(models.Model):
    """One field of one act: before and after, as text."""

    entry = models.ForeignKey(AuditEntry, models.PROTECT, related_name="changes", verbose_name=_("audit entry"))
    field = models.CharField(_("field"), max_length=60)
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.field}: {self.before} → {self.after}"
