"""Whom a visit expects, what became of each of them, and who was counted there without a name."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kecamatan.models import CountUpdate, Desa, User
from outreach import attendance
from outreach.models.residents import Resident, ResidentStep
from outreach.models.visits import Visit


class VisitPick(models.Model):
    """Somebody whom a visit expects though they are of none of its places, or does not expect though they are."""

    class Kind(models.TextChoices):
        EXPECT = "expect", _("expected by hand")
        LEAVE_OUT = "leave_out", _("left out by hand")

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="picks", db_index=False)
    resident = models.ForeignKey(Resident, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("pick for a visit")
        constraints = [models.UniqueConstraint(fields=["visit", "resident"], name="visitpick_once")]

    def __str__(self) -> str:
        return self.get_kind_display()


class VisitCode(models.Model):
    """The short code of one person on the paper of one visit; it stays theirs whatever becomes of the list."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="codes", db_index=False)
    resident = models.ForeignKey(Resident, models.CASCADE, related_name="+")
    code = models.CharField(max_length=5)

    class Meta:
        verbose_name = _("short code")
        constraints = [
            models.UniqueConstraint(fields=["visit", "resident"], name="visitcode_of_one_person"),
            models.UniqueConstraint(fields=["visit", "code"], name="visitcode_once"),
        ]

    def __str__(self) -> str:
        return self.code


class Attendance(models.Model):
    """What became of one resident at one visit. Made when it starts; their name goes when their data is erased.

    ``step``: the step of the resident's life that the outcome took, if it took one.
    """

    class Origin(models.TextChoices):
        PLACE = "place", _("of its places")
        HAND = "hand", _("expected by hand")
        UNLISTED = "unlisted", _("came unlisted")

    class Outcome(models.TextChoices):
        RECORDED = "recorded", _("recorded")
        FAILED = "failed", _("failed")
        ABSENT = "absent", _("absent")
        REFUSED = "refused", _("refused")
        UNDER_16 = "under_16", _("under 16")
        ALREADY_RECORDED = "already_recorded", _("already recorded")
        AWAY = "away", _("away")

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="attendances", db_index=False)
    resident = models.ForeignKey(Resident, models.SET_NULL, null=True, blank=True, related_name="attendances")
    desa = models.ForeignKey(Desa, models.PROTECT, related_name="+")
    origin = models.CharField(max_length=8, choices=Origin)
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    step = models.OneToOneField(ResidentStep, models.SET_NULL, null=True, blank=True, related_name="attendance")
    at = models.DateTimeField(_("entered"), null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "resident"], name="attendance_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *(one.value for one in attendance.Outcome)]),
                name="attendance_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(origin__in=[one.value for one in attendance.Origin]), name="attendance_origin_known"
            ),
            # An outcome that counts stands on a step of the person's life, as long as their data is there.
            models.CheckConstraint(
                condition=~Q(outcome="recorded") | Q(step__isnull=False) | Q(resident__isnull=True),
                name="attendance_recorded_by_a_step",
            ),
        ]
        indexes = [models.Index(fields=["visit", "outcome", "origin"], name="attendance_tally")]

    def __str__(self) -> str:
        return self.get_outcome_display() or "–"


class AttendanceChange(models.Model):
    """An outcome that was entered or corrected: before and after, by whom. Never changed.

    ``by_field``: phones told it; the office entered all others, ``seen_events`` in sight: the last event that had come in.
    """

    attendance = models.ForeignKey(Attendance, models.PROTECT, related_name="changes")
    before = models.CharField(max_length=16, blank=True)
    after = models.CharField(max_length=16, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    by_field = models.BooleanField(null=True, blank=True)
    seen_events = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("change of an outcome")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class VisitCount(models.Model):
    """People counted at a visit without their names, in one desa or in the kecamatan as a whole.

    The rows of the ledger are the visit's own: ``newly_obliged`` of the people flowed in first (rule 8).
    A correction takes the rows back and leaves ``taken_back``; numbers are never changed.
    """

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="counts")
    desa = models.ForeignKey(Desa, models.PROTECT, null=True, blank=True, related_name="+")
    people = models.PositiveIntegerField()
    newly_obliged = models.PositiveIntegerField(default=0)
    row = models.OneToOneField(CountUpdate, models.PROTECT, related_name="+")
    inflow_row = models.OneToOneField(CountUpdate, models.PROTECT, null=True, blank=True, related_name="+")
    taken_back = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("people counted without names")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(people__gt=0), name="visitcount_somebody"),
            models.CheckConstraint(
                condition=Q(newly_obliged__lte=models.F("people")), name="visitcount_new_ones_among_them"
            ),
        ]

    def __str__(self) -> str:
        return str(self.people)
