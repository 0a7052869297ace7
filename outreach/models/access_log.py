"""Who looked at, printed or took away whose personal data, and why (UU 27/2022 art. 31). Append-only by the database."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kecamatan.models import Kabupaten, User
from outreach.models.residents import Resident


class ResidentAccess(models.Model):
    """One look behind the mask, one print, or one place in an exported list. Goes only with its resident."""

    class Kind(models.TextChoices):
        NIK = "nik", _("saw the whole NIK")
        NO_KK = "no_kk", _("saw the whole No KK")
        EXPORT = "export", _("exported in a list")
        PHONE = "phone", _("taken along on a phone")
        PRINT = "print", _("printed the access log")

    kabupaten = models.ForeignKey(Kabupaten, models.PROTECT, related_name="+")
    resident = models.ForeignKey(Resident, models.DO_NOTHING, related_name="accesses")
    kind = models.CharField(_("what"), max_length=6, choices=Kind)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who"))

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("access log")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.get_kind_display()
