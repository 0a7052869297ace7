"""Reports that were issued: each with its number and all that stands in it, as it was known when it was issued.

What never may be false is held by the database (migration 0005): numbers have no gaps, what was issued never changes,
and nothing is sent twice to the same address.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kecamatan.figures import day_text
from kecamatan.models.drives import Drive
from kecamatan.models.places import Desa, Kabupaten, Kecamatan
from kecamatan.models.users import User

USUAL_PATTERN = "470/{nomor}/LAP-KTPEL/{bulan_romawi}/{tahun}"
LONGEST_LIST = 4000


class ReportSettings(models.Model):
    """How one office numbers its reports, and to whom they go by e-mail."""

    kabupaten = models.OneToOneField(Kabupaten, models.PROTECT, related_name="report_settings")
    number_pattern = models.CharField(
        _("pattern of the numbers"),
        max_length=60,
        default=USUAL_PATTERN,
        help_text=_("With the classification: {nomor}, {bulan_romawi} or {bulan}, and {tahun} are filled in."),
    )
    recipients = models.TextField(
        _("by e-mail to"),
        max_length=LONGEST_LIST,
        blank=True,
        help_text=_(
            "One address a line. With the code of a kecamatan behind it, such as camat@contoh.go.id 15.07.05, the recap of"
            " that kecamatan goes there; without one, the recap of the kabupaten and the brief."
        ),
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("settings of reports")
        verbose_name_plural = _("settings of reports")
        constraints = [models.CheckConstraint(condition=~Q(number_pattern=""), name="reportsettings_has_a_pattern")]

    def __str__(self) -> str:
        return str(self.kabupaten)


class Report(models.Model):
    """One numbered report, as it was issued: of a place, as of a day, with all that stands in it."""

    class Kind(models.TextChoices):
        DAILY = "daily", _("daily recap")
        WEEKLY = "weekly", _("weekly recap")
        MONTHLY = "monthly", _("monthly recap")
        FINAL = "final", _("final recap")
        BRIEF = "brief", _("brief of the week")

    kabupaten = models.ForeignKey(Kabupaten, models.PROTECT, related_name="+", verbose_name=_("kabupaten"))
    drive = models.ForeignKey(Drive, models.PROTECT, related_name="+", verbose_name=_("drive"))
    kind = models.CharField(_("kind"), max_length=7, choices=Kind)
    # Empty: of the whole kabupaten; of a desa, its kecamatan as well.
    kecamatan = models.ForeignKey(
        Kecamatan, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kecamatan")
    )
    desa = models.ForeignKey(
        Desa, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("desa/kelurahan")
    )
    day = models.DateField(_("as of"))
    on = models.DateField(_("date of the report"))
    year = models.PositiveSmallIntegerField(_("year"))
    serial = models.PositiveIntegerField(_("serial"))
    number = models.CharField(_("number"), max_length=60)
    key = models.UUIDField(unique=True, editable=False)
    content = models.JSONField(editable=False)
    issued_at = models.DateTimeField(_("issued at"), default=timezone.now, editable=False)
    issued_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("issued by"),
        help_text=_("Empty: made by the schedule."),
    )

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("register of reports")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["daily", "weekly", "monthly", "final", "brief"]), name="report_kind_known"
            ),
            models.CheckConstraint(condition=Q(serial__gte=1), name="report_numbers_from_one"),
            models.CheckConstraint(condition=~Q(number=""), name="report_number_is_written"),
            models.CheckConstraint(
                condition=Q(desa__isnull=True) | Q(kecamatan__isnull=False), name="report_of_a_desa_of_its_kecamatan"
            ),
            models.CheckConstraint(
                condition=~Q(kind="brief") | Q(kecamatan__isnull=True), name="report_brief_of_the_whole"
            ),
            models.UniqueConstraint(fields=["kabupaten", "year", "serial"], name="report_serial_once"),
            models.UniqueConstraint("kabupaten", Upper("number"), name="report_number_once"),
        ]
        # The register, newest first, of one's kecamatan.
        indexes = [models.Index(fields=["kabupaten", "kecamatan", "-id"], name="report_register")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("kecamatan:report", args=[self.pk])

    @property
    def place(self) -> Kabupaten | Kecamatan | Desa:
        """What it speaks of."""
        return self.desa or self.kecamatan or self.kabupaten

    @property
    def title(self) -> str:
        """Kind, place and day, in words."""
        return f"{self.get_kind_display().capitalize()}, {self.place}, {day_text(self.day)}"


class ReportMail(models.Model):
    """One report on its way to one address. Taken before it is handed over, so that nobody ever gets it twice."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        TAKEN = "taken", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed, tried again with the next run")
        UNCERTAIN = "uncertain", _("not known whether it arrived")

    report = models.ForeignKey(Report, models.PROTECT, related_name="mails", verbose_name=_("report"))
    address = models.EmailField(_("e-mail"))
    state = models.CharField(_("status"), max_length=9, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    at = models.DateTimeField(_("when"), default=timezone.now)
    fault = models.CharField(_("fault"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("report by e-mail")
        verbose_name_plural = _("reports by e-mail")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "address"], name="reportmail_once_to_an_address"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "taken", "sent", "failed", "uncertain"]),
                name="reportmail_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.get_state_display()}"
