"""What the office says of days of the calendar, beside the public holidays that the library knows."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kecamatan.figures import day_text
from kecamatan.models import Kabupaten
from outreach import calendar_days


class CalendarDay(models.Model):
    """One day of one kind as the office has it: a further day or another name, or, taken off, no such day after all.

    It stands in the place of what the library says of that day and kind; days that are not here are the library's.
    """

    class Kind(models.TextChoices):
        HOLIDAY = calendar_days.Kind.HOLIDAY.value, _("public holiday")
        JOINT_LEAVE = calendar_days.Kind.JOINT_LEAVE.value, _("joint leave")
        SCHOOL_BREAK = calendar_days.Kind.SCHOOL_BREAK.value, _("school break")
        CLOSED = calendar_days.Kind.CLOSED.value, _("the office does not go out")

    kabupaten = models.ForeignKey(Kabupaten, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    # Empty: a day of the library that was taken off, which has its name there.
    name = models.CharField(_("name"), max_length=80, blank=True)
    taken_off = models.BooleanField(_("taken off"), default=False)

    class Meta:
        verbose_name = _("day of the calendar")
        verbose_name_plural = _("days of the calendar")
        ordering = ["day", "kind"]
        constraints = [
            # Also the index by which a month or year of one kabupaten is read.
            models.UniqueConstraint(fields=["kabupaten", "day", "kind"], name="calendarday_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["holiday", "joint_leave", "school_break", "closed"]),
                name="calendarday_kind_known",
            ),
            models.CheckConstraint(condition=Q(taken_off=True) | ~Q(name=""), name="calendarday_has_a_name"),
            models.CheckConstraint(
                condition=Q(day__gte=date(2000, 1, 1), day__lte=date(2100, 12, 31)), name="calendarday_in_our_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{day_text(self.day)}: {self.name or self.get_kind_display()}"

    @property
    def plain(self) -> calendar_days.OwnDay:
        """As the arithmetic of days takes it."""
        return calendar_days.OwnDay(self.day, calendar_days.Kind(self.kind), self.name, self.taken_off)
