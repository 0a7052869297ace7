"""Letters about visits: their numbers, what they say, how they were sent, and what was answered.

What never may be false is held by the database (migration 0008): numbers have no gaps and are never used again, what a
letter says does not change, its state moves with an event alone, and a voided letter stays voided and keeps its number.
"""

from datetime import date

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kecamatan.models import Desa, Kabupaten, School, User
from outreach import visit_life
from outreach.models.letterheads import Crest
from outreach.models.visits import Visit

MOST_TOLD = 99_999


class LetterNumber(models.Model):
    """One line of the register of letters: taken once, in order, and never given back.

    ``serial``: its place in the year, without gaps; empty where the agenda office gave a number of its own.
    """

    kabupaten = models.ForeignKey(Kabupaten, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    serial = models.PositiveIntegerField(_("serial"), null=True, blank=True)
    text = models.CharField(_("number"), max_length=60)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("number of a letter")
        verbose_name_plural = _("register of letters")
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kabupaten", "year", "serial"], name="letternumber_serial_once"),
            models.UniqueConstraint("kabupaten", Upper("text"), name="letternumber_text_once"),
            models.CheckConstraint(condition=~Q(text=""), name="letternumber_is_written"),
            models.CheckConstraint(condition=Q(serial__isnull=True) | Q(serial__gte=1), name="letternumber_from_one"),
        ]

    def __str__(self) -> str:
        return self.text


class LetterQuerySet(models.QuerySet):
    def live(self) -> "LetterQuerySet":
        """Neither voided nor replaced by another."""
        return self.filter(is_voided=False, replaced_by__isnull=True)

    def awaiting(self) -> "LetterQuerySet":
        """Live letters that ask for an answer, about a visit that has not begun."""
        planned = sorted(visit_life.PLANNED)
        return self.live().filter(kind__in=Letter.ASKING, visit__state__in=planned)

    def outdated(self) -> "LetterQuerySet":
        """Live letters that say another day, hours or place than the visit has by now, or whose visit was called off."""
        says = Q(**{f"said_{name}": F(f"visit__{name}") for name in Letter.SAID})
        off = Q(visit__state__in=sorted(visit_life.CALLED_OFF))
        planned = Q(visit__state__in=sorted(visit_life.PLANNED))
        return self.live().filter(kind__in=Letter.CALLING).filter(off | (planned & ~says))


class Letter(models.Model):
    """One numbered paper about a visit: a letter to the head of a village or school, or to the camat; the order of its
    team; the record of its result."""

    class Kind(models.TextChoices):
        VILLAGE = "village", _("to a village")
        SCHOOL = "school", _("to a school")
        REMINDER = "reminder", _("reminder")
        THANKS = "thanks", _("thanks with the result")
        ORDER = "order", _("order of the team")
        RECORD = "record", _("record of the visit")

    class State(models.TextChoices):
        PREPARED = "prepared", _("prepared")
        SENT = "sent", _("sent")
        OPENED = "opened", _("opened")
        ANSWERED = "answered", _("answered")

    #: Kinds that call people together; kinds whose head is asked for an answer; all that is written to somebody.
    CALLING = (Kind.VILLAGE, Kind.SCHOOL, Kind.REMINDER, Kind.ORDER)
    ASKING = (Kind.VILLAGE, Kind.SCHOOL)
    WRITTEN = (Kind.VILLAGE, Kind.SCHOOL, Kind.REMINDER, Kind.THANKS)
    #: What a letter says of its visit: columns of the visit, kept here as ``said_…``.
    SAID = ("day", "starts", "ends", "place_name", "place_address")

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="letters", verbose_name=_("visit"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    number = models.OneToOneField(LetterNumber, models.PROTECT, related_name="letter", verbose_name=_("number"))
    key = models.UUIDField(unique=True, editable=False)
    day = models.DateField(_("date of the letter"))
    subject = models.CharField(_("subject"), max_length=120)
    addressee = models.CharField(_("addressee"), max_length=200)
    desa = models.ForeignKey(Desa, models.PROTECT, null=True, blank=True, related_name="+")
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="+")
    expected = models.PositiveIntegerField(_("number expected"))
    said_day = models.DateField()
    said_starts = models.TimeField()
    said_ends = models.TimeField()
    said_place_name = models.CharField(max_length=120)
    said_place_address = models.CharField(max_length=200, blank=True)
    # All that stands on the paper but the crest and the link: what was printed is printed again, whatever changes.
    printed = models.JSONField(editable=False)
    crest = models.ForeignKey(Crest, models.PROTECT, null=True, blank=True, related_name="+")
    about = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("about the letter")
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("in place of")
    )
    handle = models.CharField(max_length=6, null=True, unique=True, editable=False)  # noqa: DJ001 - none, not empty
    secret = models.CharField(max_length=22, blank=True, editable=False)
    link_until = models.DateField(null=True, editable=False)
    link_site = models.CharField(max_length=80, blank=True, editable=False)
    prepared_at = models.DateTimeField(default=timezone.now, editable=False)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("prepared by"))
    # Kept by the database from the events; never set by hand.
    state = models.CharField(_("status"), max_length=8, choices=State, default=State.PREPARED, editable=False)
    is_voided = models.BooleanField(_("voided"), default=False, editable=False)
    events_told = models.PositiveIntegerField(default=0, editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["village", "school", "reminder", "thanks", "order", "record"]),
                name="letter_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "sent", "opened", "answered"]), name="letter_state_known"
            ),
            models.CheckConstraint(
                condition=Q(desa__isnull=True) | Q(school__isnull=True), name="letter_to_one_recipient"
            ),
            models.CheckConstraint(
                condition=Q(handle__isnull=True, secret="", link_until__isnull=True)
                | (Q(handle__isnull=False, link_until__isnull=False) & ~Q(secret="")),
                name="letter_link_whole_or_none",
            ),
        ]
        indexes = [models.Index(fields=["visit", "kind"], name="letter_of_visit")]

    def __str__(self) -> str:
        return self.number.text if self.number_id else "–"

    def get_absolute_url(self) -> str:
        return reverse("outreach:letter", args=[self.pk])

    @property
    def is_live(self) -> bool:
        """Neither voided nor replaced by another (one query, unless asked for with it)."""
        return not self.is_voided and not hasattr(self, "replaced_by")

    @property
    def is_outdated(self) -> bool:
        """As ``LetterQuerySet.outdated`` says, of a row that has its visit."""
        if not self.is_live or self.kind not in self.CALLING:
            return False
        if self.visit.state in visit_life.CALLED_OFF:
            return True
        return self.visit.is_planned and any(
            getattr(self, f"said_{name}") != getattr(self.visit, name) for name in self.SAID
        )

    @property
    def has_link(self) -> bool:
        """Can it be answered through a link, or could it be?"""
        return self.handle is not None

    def link_works_on(self, day: date) -> bool:
        """Does the link open something on this day? Not once the visit is over or was called off."""
        goes_on = self.visit.state in {*visit_life.PLANNED, visit_life.State.UNDER_WAY}
        return self.has_link and self.is_live and goes_on and day <= self.link_until


class LetterEvent(models.Model):
    """One thing that happened to a letter. Never changed."""

    class Kind(models.TextChoices):
        PREPARED = "prepared", _("prepared")
        SENT = "sent", _("sent")
        OPENED = "opened", _("link opened")
        ANSWERED = "answered", _("answered")
        REMINDED = "reminded", _("reminded")
        VOIDED = "voided", _("voided")
        LINK_RENEWED = "renewed", _("new link")
        LINK_REVOKED = "revoked", _("link revoked")
        CORRECTED = "corrected", _("replaced by another letter")

    class Way(models.TextChoices):
        HAND = "hand", _("handed over")
        EMAIL = "email", _("by e-mail")
        WHATSAPP = "whatsapp", _("by WhatsApp")

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="events", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=9, choices=Kind)
    way = models.CharField(_("how"), max_length=8, choices=Way, blank=True)
    recipient = models.CharField(_("to whom"), max_length=120, blank=True)
    on = models.DateField(_("day"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    # Empty where it came through the link.
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("event of a letter")
        ordering = ["letter", "number"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "number"], name="letterevent_number_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["sent", "reminded"], way__in=["hand", "email", "whatsapp"], on__isnull=False)
                | (~Q(kind__in=["sent", "reminded"]) & Q(way="")),
                name="letterevent_says_how_it_went_out",
            ),
            models.CheckConstraint(condition=~Q(kind="voided") | ~Q(note=""), name="letterevent_voided_with_a_reason"),
            models.CheckConstraint(
                condition=Q(by__isnull=False) | Q(kind__in=["opened", "answered"]), name="letterevent_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        *("prepared", "sent", "opened", "answered", "reminded"),
                        *("voided", "renewed", "revoked", "corrected"),
                    ]
                ),
                name="letterevent_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class LetterMailing(models.Model):
    """A letter that is being e-mailed at this moment: there before the mail goes out, gone once that is noted."""

    letter = models.OneToOneField(Letter, models.CASCADE, related_name="mailing")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("mailing of a letter")

    def __str__(self) -> str:
        return str(self.letter)


class LetterAnswer(models.Model):
    """One answer of a head through the link; the last one counts and all are kept."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="answers")
    confirms = models.BooleanField(_("day, hours and place are confirmed"))
    proposal = models.CharField(_("another place or time"), max_length=300, blank=True)
    told = models.PositiveIntegerField(
        _("people told"), null=True, blank=True, validators=[MaxValueValidator(MOST_TOLD)]
    )
    name = models.CharField(_("name"), max_length=120)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answer to a letter")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirms=True, proposal="") | (Q(confirms=False) & ~Q(proposal="")),
                name="letteranswer_confirms_or_proposes",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="letteranswer_by_somebody"),
            models.CheckConstraint(condition=Q(told__isnull=True) | Q(told__lte=99_999), name="letteranswer_told"),
        ]

    def __str__(self) -> str:
        return self.proposal or str(_("confirmed"))
