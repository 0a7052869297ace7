"""What the office says of how its teams work, and how its desa are reached: what the planner reckons with."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kecamatan.models import Desa, Kabupaten
from kecamatan.models.places import LATITUDE, LONGITUDE, POINT_MESSAGE, POINT_ON_EARTH
from outreach.calendar_days import SchoolWeek as Week
from outreach.models.visits import Visit
from outreach.planner.places import Work
from outreach.planner.travel import WAYS, Access

_WORK = Work()


def _within(low: float, high: float) -> list:
    return [MinValueValidator(low), MaxValueValidator(high)]


class PlanSettings(models.Model):
    """How the teams of one kabupaten work. Where there is no row, or no base in it, the planner's assumptions hold."""

    class SchoolWeek(models.TextChoices):
        FIVE = Week.FIVE.value, _("Monday to Friday")
        SIX = Week.SIX.value, _("Monday to Saturday")

    kabupaten = models.OneToOneField(Kabupaten, models.PROTECT, related_name="+")
    base_name = models.CharField(_("where the teams set out"), max_length=120, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True, validators=LATITUDE)
    longitude = models.FloatField(_("longitude"), null=True, blank=True, validators=LONGITUDE)
    teams = models.PositiveSmallIntegerField(_("teams"), default=2, validators=_within(1, 6))
    kits = models.PositiveSmallIntegerField(_("kits of a team"), default=1, validators=_within(1, 10))
    hours = models.FloatField(_("hours of a day, with the way"), default=_WORK.hours, validators=_within(2, 14))
    set_up = models.PositiveSmallIntegerField(
        _("minutes to set up at a place"), default=round(_WORK.set_up * 60), validators=_within(0, 240)
    )
    minutes = models.FloatField(_("minutes for a person"), default=_WORK.minutes, validators=_within(1, 60))
    road_speed = models.FloatField(_("km an hour by road"), default=WAYS[Access.ROAD].speed, validators=_within(5, 100))
    boat_speed = models.FloatField(_("km an hour by boat"), default=WAYS[Access.BOAT].speed, validators=_within(3, 80))
    school_week = models.CharField(_("school week"), max_length=4, choices=SchoolWeek, default=SchoolWeek.SIX.value)

    lease_days = models.PositiveSmallIntegerField(
        _("days that a visit stays on a phone"), null=True, blank=True, validators=_within(1, 30)
    )

    class Meta:
        verbose_name = _("settings of the planner")
        verbose_name_plural = _("settings of the planner")
        constraints = [
            models.CheckConstraint(
                condition=POINT_ON_EARTH, name="plansettings_point_on_earth", violation_error_message=POINT_MESSAGE
            ),
            models.CheckConstraint(condition=Q(school_week__in=["five", "six"]), name="plansettings_week_known"),
            models.CheckConstraint(
                condition=Q(teams__gte=1, teams__lte=6, kits__gte=1, kits__lte=10), name="plansettings_somebody_goes"
            ),
            models.CheckConstraint(
                condition=Q(hours__gte=2, hours__lte=14, set_up__lte=240, minutes__gte=1, minutes__lte=60),
                name="plansettings_a_day_of_work",
            ),
            models.CheckConstraint(
                condition=Q(road_speed__gte=5, road_speed__lte=100, boat_speed__gte=3, boat_speed__lte=80),
                name="plansettings_speeds",
            ),
        ]

    def __str__(self) -> str:
        return str(self.kabupaten)


class DesaAccess(models.Model):
    """How the office says that one desa is reached; where it says nothing, as at the last visit, else by road."""

    desa = models.OneToOneField(Desa, models.CASCADE, related_name="reached", verbose_name=_("desa/kelurahan"))
    access = models.CharField(_("how to get there"), max_length=4, choices=Visit.Access)

    class Meta:
        verbose_name = _("way to a desa")
        verbose_name_plural = _("ways to desa")
        constraints = [
            models.CheckConstraint(condition=Q(access__in=["road", "boat", "tide"]), name="desaaccess_known"),
        ]

    def __str__(self) -> str:
        return f"{self.desa}: {self.get_access_display()}"
