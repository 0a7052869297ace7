"""Visits: when a team goes where, whom it serves, and how the visit moved from a draft to a result.

What never may be false is held by the database (migration 0004): a state moves with a step alone, the places of a visit
lie in its kecamatan, results are entered only while it is open, and it is closed only when everybody has an outcome.
"""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kecamatan.models import Desa, Drive, Kabupaten, Kecamatan, School, User
from kecamatan.phones import phone_text
from outreach import visit_life


class Kit(models.Model):
    """One set of recording equipment: it is at one place at a time."""

    kabupaten = models.ForeignKey(Kabupaten, models.PROTECT, related_name="kits")
    name = models.CharField(_("name"), max_length=40)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("kit")
        verbose_name_plural = _("kits")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["kabupaten", "name"], name="kit_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="kit_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class VisitQuerySet(models.QuerySet):
    def planned(self) -> "VisitQuerySet":
        """Not begun yet, and not called off."""
        return self.filter(state__in=sorted(visit_life.PLANNED))

    def held(self) -> "VisitQuerySet":
        """Begun, done or closed."""
        return self.filter(state__in=sorted(visit_life.HELD))

    def taking_place(self) -> "VisitQuerySet":
        """All but those that were called off."""
        return self.exclude(state__in=sorted(visit_life.CALLED_OFF))


class Visit(models.Model):
    """One jemput-bola visit: a day, hours, a gathering place, the desa and schools of one kecamatan, a team, its kits."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        ANNOUNCED = "announced", _("announced")
        CONFIRMED = "confirmed", _("place confirmed")
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", _("done")
        CLOSED = "closed", _("closed")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")

    class Access(models.TextChoices):
        ROAD = "road", _("by road")
        BOAT = "boat", _("by boat")
        BOAT_WITH_TIDE = "tide", _("by boat, with the tide")

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="+", verbose_name=_("drive"))
    kecamatan = models.ForeignKey(Kecamatan, models.PROTECT, related_name="+", verbose_name=_("kecamatan"))
    desa = models.ManyToManyField(Desa, blank=True, related_name="visits", verbose_name=_("desa/kelurahan"))
    schools = models.ManyToManyField(School, blank=True, related_name="visits", verbose_name=_("schools"))
    day = models.DateField(_("day"))
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    place_name = models.CharField(_("gathering place"), max_length=120)
    place_address = models.CharField(_("address"), max_length=200, blank=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    access = models.CharField(_("how to get there"), max_length=4, choices=Access, default=Access.ROAD)
    hints = models.CharField(_("hints for getting there"), max_length=300, blank=True)
    team = models.ManyToManyField(User, blank=True, related_name="visits", verbose_name=_("team"))
    leader = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("leader of the team")
    )
    kits = models.ManyToManyField(Kit, blank=True, related_name="visits", verbose_name=_("kits"))
    contact_name = models.CharField(_("contact there"), max_length=120, blank=True)
    contact_phone = models.CharField(_("phone of the contact"), max_length=20, blank=True)
    notes = models.TextField(_("notes"), max_length=1000, blank=True)
    # The result beside the outcomes of people.
    cards_printed = models.PositiveIntegerField(_("cards printed"), null=True, blank=True)
    ikd_activated = models.PositiveIntegerField(_("IKD activated"), null=True, blank=True)
    what_went_wrong = models.TextField(_("what went wrong"), max_length=1000, blank=True)
    began_at = models.TimeField(_("began at"), null=True, blank=True)
    ended_at = models.TimeField(_("ended at"), null=True, blank=True)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("follows")
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("in place of")
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("planned by"))
    version = models.PositiveIntegerField(default=0, editable=False)
    # Kept by the database from the steps; never set by hand.
    state = models.CharField(_("status"), max_length=9, choices=State, default=State.DRAFT, editable=False)
    steps_taken = models.PositiveIntegerField(default=0, editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["day", "starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="visit_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(place_name=""), name="visit_has_a_place"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in visit_life.State]), name="visit_state_known"
            ),
            models.CheckConstraint(condition=Q(access__in=["road", "boat", "tide"]), name="visit_access_known"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__gte=-180,
                    longitude__lte=180,
                ),
                name="visit_point_on_earth",
            ),
        ]
        indexes = [
            models.Index(fields=["drive", "day", "starts"], name="visit_calendar"),
            models.Index(fields=["drive", "state", "day"], name="visit_states"),
        ]

    def __str__(self) -> str:
        return self.place_name

    def get_absolute_url(self) -> str:
        return reverse("outreach:visit", args=[self.pk])

    @property
    def is_planned(self) -> bool:
        """Not begun yet, and not called off: the plan may be changed."""
        return self.state in visit_life.PLANNED

    @property
    def is_open(self) -> bool:
        """May results be entered?"""
        return self.state in visit_life.OPEN

    @property
    def is_held(self) -> bool:
        """Begun, done or closed: the expected list stands still."""
        return self.state in visit_life.HELD

    @property
    def contact_phone_shown(self) -> str:
        """As people write it."""
        return phone_text(self.contact_phone)

    def moment(self, at) -> datetime:
        """A time of day at the visit's day, in the kabupaten's zone."""
        return datetime.combine(self.day, at, tzinfo=ZoneInfo(self.drive.kabupaten.time_zone))


class VisitStep(models.Model):
    """One step of a visit, by whom and why. Never changed."""

    class Step(models.TextChoices):
        ANNOUNCE = "announce", _("announced")
        CONFIRM = "confirm", _("place confirmed")
        UNCONFIRM = "unconfirm", _("place no longer confirmed")
        START = "start", _("started")
        UNSTART = "unstart", _("not started after all")
        FINISH = "finish", _("done")
        RESUME = "resume", _("taken up again")
        CLOSE = "close", _("closed")
        REOPEN = "reopen", _("opened again")
        POSTPONE = "postpone", _("postponed")
        CANCEL = "cancel", _("cancelled")

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="steps", db_index=False)
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=9, choices=Step)
    from_state = models.CharField(max_length=9, choices=Visit.State)
    to_state = models.CharField(max_length=9, choices=Visit.State)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    # Empty where the head of the place confirmed it through the link in the letter.
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("step of a visit")
        verbose_name_plural = _("steps of visits")
        ordering = ["visit", "number"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "number"], name="visitstep_number_once"),
            models.CheckConstraint(
                condition=~Q(step__in=sorted(step.value for step in visit_life.NEEDS_REASON)) | ~Q(reason=""),
                name="visitstep_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.get_step_display()
