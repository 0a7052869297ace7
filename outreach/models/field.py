"""Visits taken along on phones, and what came in from there: leases and their events.

What never may be false is held by the database (migration ``field_guards``): an event is never deleted or changed but
for what became of it, two events never share a lease and number, and a lease stays with its visit and its person.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kecamatan.models import Desa, User
from outreach import keys
from outreach.field import events
from outreach.field.box import LeaseKeys
from outreach.models.attendance import Attendance
from outreach.models.residents import Resident
from outreach.models.visits import Visit
from outreach.sealing import Place

BOX = Place("outreach_fieldlease", "box")
SECRET = Place("outreach_fieldlease", "secret")
CONTENT = Place("outreach_fieldevent", "content")
SEALED = 240


class FieldLeaseQuerySet(models.QuerySet):
    def out(self) -> "FieldLeaseQuerySet":
        """Still on a phone, as far as the office knows."""
        return self.filter(returned_at__isnull=True, ended_at__isnull=True)


class FieldLease(models.Model):
    """One act of taking one visit along on one phone. The phone numbers its events 1, 2, 3 … for each lease.

    ``made``: the highest number that the phone told of. ``box`` and ``secret`` open what it sends, and are sealed.
    """

    key = models.UUIDField(unique=True)
    code = models.CharField(max_length=5, unique=True)
    device = models.UUIDField()
    label = models.CharField(max_length=60, blank=True)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="leases")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    people = models.PositiveIntegerField()
    taken_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    box = models.CharField(max_length=SEALED)
    secret = models.CharField(max_length=SEALED)
    made = models.PositiveIntegerField(default=0)
    last_contact = models.DateTimeField(null=True, blank=True)
    clock_ahead = models.IntegerField(null=True, blank=True)  # seconds
    persisted = models.BooleanField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = FieldLeaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit taken along")
        verbose_name_plural = _("visits taken along")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("taken_at")), name="fieldlease_lasts"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_reason="")),
                name="fieldlease_ended_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["visit", "returned_at", "ended_at"], name="fieldlease_out")]

    def __str__(self) -> str:
        return self.code

    @property
    def is_out(self) -> bool:
        """Is it still on the phone, as far as the office knows?"""
        return self.returned_at is None and self.ended_at is None

    @property
    def keys(self) -> LeaseKeys:
        """What opens its envelopes. Raises SealingError."""
        ring = keys.ring()
        return LeaseKeys(ring.open(self.box, BOX), ring.open(self.secret, SECRET))

    def set_keys(self, opened: LeaseKeys) -> None:
        """Seal them for this row."""
        ring = keys.ring()
        self.box, self.secret = ring.seal(opened.private, BOX), ring.seal(opened.secret, SECRET)


class FieldEvent(models.Model):
    """One act in the field, as it came in: never changed but for what became of it.

    ``content``: its JSON, sealed, kept as long as it may still be needed; ``digest``: a keyed print of it for good.
    ``partial``: a text message told of it, and its whole content is still on the phone.
    """

    class Kind(models.TextChoices):
        OUTCOME = "outcome", _("outcome")
        UNLISTED = "unlisted", _("came unlisted")
        COUNT = "count", _("counted without a name")
        TALLY = "tally", _("cards or IKD")
        UNDO = "undo", _("taken back")
        NOTE = "note", _("note")

    class Answer(models.TextChoices):
        APPLIED = "applied", _("taken in")
        WAITS = "waits", _("waits for what it belongs to")
        DECIDE = "decide", _("to decide")
        SETTLED = "settled", _("decided")
        REFUSED = "refused", _("refused")

    class Way(models.TextChoices):
        ONLINE = "online", _("sent by the phone")
        FILE = "file", _("brought in as a file")
        QR = "qr", _("brought in as QR codes")
        TEXT = "text", _("told by text message")

    key = models.UUIDField(unique=True)
    lease = models.ForeignKey(FieldLease, models.PROTECT, related_name="events", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    resident = models.ForeignKey(Resident, models.SET_NULL, null=True, blank=True, related_name="+")
    about = models.PositiveIntegerField(null=True, blank=True)
    undoes = models.PositiveIntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=16, choices=Attendance.Outcome, blank=True)
    note = models.CharField(max_length=500, blank=True)
    desa = models.ForeignKey(Desa, models.PROTECT, null=True, blank=True, related_name="+")
    people = models.PositiveIntegerField(default=0)
    newly = models.PositiveIntegerField(default=0)
    what = models.CharField(max_length=5, blank=True)
    phone_at = models.DateTimeField(null=True, blank=True)
    content = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    partial = models.BooleanField(default=False)
    way = models.CharField(max_length=6, choices=Way)
    received_at = models.DateTimeField(default=timezone.now)
    carried_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    # What became of it.
    answer = models.CharField(max_length=7, choices=Answer)
    sentence = models.CharField(max_length=400, blank=True)
    undone = models.BooleanField(default=False)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("event of the field")
        verbose_name_plural = _("events of the field")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["lease", "number"], name="fieldevent_number_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="fieldevent_number_from_one"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in events.Kind]), name="fieldevent_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["applied", "waits", "decide", "settled", "refused"]),
                name="fieldevent_answer_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *(one.value for one in Attendance.Outcome)]),
                name="fieldevent_outcome_known",
            ),
        ]
        indexes = [
            models.Index(fields=["resident", "lease"], name="fieldevent_of_person"),
            models.Index(fields=["lease", "answer"], name="fieldevent_answers"),
        ]

    def __str__(self) -> str:
        return f"{self.lease_id}/{self.number}"
