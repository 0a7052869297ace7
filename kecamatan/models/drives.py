"""One campaign and the counts it starts from."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kecamatan.models.places import Desa, Kabupaten, Kecamatan

MOST_PEOPLE = 10_000_000
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
DAY_MESSAGE = _("Write a day from 2000 to 2100.")
DAY_VALIDATORS = [MinValueValidator(FIRST_DAY, DAY_MESSAGE), MaxValueValidator(LAST_DAY, DAY_MESSAGE)]


class Drive(models.Model):
    """One campaign of recording, from the day its baseline was counted to polling day."""

    kabupaten = models.ForeignKey(Kabupaten, models.PROTECT, related_name="drives", verbose_name=_("kabupaten"))
    name = models.CharField(_("name"), max_length=80)
    baseline_date = models.DateField(_("baseline date"), validators=DAY_VALIDATORS)
    last_recording_day = models.DateField(_("last recording day"), validators=DAY_VALIDATORS)
    polling_day = models.DateField(_("polling day"), validators=DAY_VALIDATORS)
    coverage_target = models.DecimalField(
        _("coverage target (%)"),
        max_digits=5,
        decimal_places=2,
        default=Decimal("99.40"),
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(100))],
    )
    base_people = models.PositiveIntegerField(
        _("base of people"), null=True, blank=True, help_text=_("The population that coverage is measured against.")
    )
    base_name = models.CharField(
        _("name of the base"), max_length=120, blank=True, help_text=_("What that population is, in words.")
    )
    base_source = models.CharField(_("source of the base"), max_length=200, blank=True)
    base_date = models.DateField(_("date of the base"), null=True, blank=True, validators=DAY_VALIDATORS)
    is_active = models.BooleanField(_("active"), default=False)

    class Meta:
        verbose_name = _("drive")
        verbose_name_plural = _("drives")
        ordering = ["-baseline_date", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(baseline_date__lte=F("last_recording_day")) & Q(last_recording_day__lte=F("polling_day")),
                name="drive_days_in_order",
                violation_error_message=_(
                    "The days must follow each other: baseline, last recording day, polling day."
                ),
            ),
            models.CheckConstraint(
                condition=Q(baseline_date__range=(FIRST_DAY, LAST_DAY))
                & Q(last_recording_day__range=(FIRST_DAY, LAST_DAY))
                & Q(polling_day__range=(FIRST_DAY, LAST_DAY))
                & (Q(base_date__isnull=True) | Q(base_date__range=(FIRST_DAY, LAST_DAY))),
                name="drive_days_from_2000_to_2100",
                violation_error_message=DAY_MESSAGE,
            ),
            models.CheckConstraint(
                condition=Q(coverage_target__gt=0, coverage_target__lte=100), name="drive_target_is_percent"
            ),
            models.UniqueConstraint(
                fields=["kabupaten"],
                condition=Q(is_active=True),
                name="drive_one_active_per_kabupaten",
                violation_error_message=_("This kabupaten already has an active drive. End that one first."),
            ),
            models.UniqueConstraint(fields=["kabupaten", "name"], name="drive_name_once_per_kabupaten"),
            models.CheckConstraint(
                condition=Q(base_people__isnull=True)
                | (Q(base_people__gt=0) & ~Q(base_name="") & ~Q(base_source="") & Q(base_date__isnull=False)),
                name="drive_base_has_name_source_date",
                violation_error_message=_("A base of people needs its name, its source and its date beside it."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def days_to_last_recording_day(self, day: date) -> int:
        """Whole days from ``day`` to the last recording day; negative once it is past."""
        return (self.last_recording_day - day).days


class BaselineQuerySet(models.QuerySet):
    def of_kecamatan(self) -> "BaselineQuerySet":
        """The counts stated for a whole kecamatan."""
        return self.filter(desa__isnull=True)

    def shares(self) -> "BaselineQuerySet":
        """The shares stated for one desa."""
        return self.filter(desa__isnull=False)


class Baseline(models.Model):
    """The unrecorded people of one kecamatan at the baseline date or, where the office breaks it down, of one desa."""

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="baselines", verbose_name=_("drive"))
    kecamatan = models.ForeignKey(Kecamatan, models.PROTECT, related_name="baselines", verbose_name=_("kecamatan"))
    desa = models.ForeignKey(
        Desa, models.PROTECT, null=True, blank=True, related_name="baselines", verbose_name=_("desa/kelurahan")
    )
    people = models.PositiveIntegerField(_("unrecorded people"), validators=[MaxValueValidator(MOST_PEOPLE)])

    objects = BaselineQuerySet.as_manager()

    class Meta:
        verbose_name = _("baseline")
        verbose_name_plural = _("baselines")
        ordering = ["drive", "kecamatan", "desa"]
        constraints = [
            models.UniqueConstraint(
                fields=["drive", "kecamatan"], condition=Q(desa__isnull=True), name="baseline_once_per_kecamatan"
            ),
            models.UniqueConstraint(
                fields=["drive", "desa"], condition=Q(desa__isnull=False), name="baseline_once_per_desa"
            ),
            models.CheckConstraint(condition=Q(people__gte=0, people__lte=MOST_PEOPLE), name="baseline_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.desa or self.kecamatan}: {self.people}"

    def clean(self) -> None:
        if self.desa_id and self.kecamatan_id and self.desa.kecamatan_id != self.kecamatan_id:
            raise ValidationError({"desa": _("This desa belongs to another kecamatan.")})
        if self.drive_id and self.kecamatan_id and self.drive.kabupaten_id != self.kecamatan.kabupaten_id:
            raise ValidationError({"kecamatan": _("This kecamatan belongs to another kabupaten than the drive.")})
