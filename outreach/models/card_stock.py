"""The ledger of blank cards; append-only, kept by the database (migration ``blank_card_guards``)."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kecamatan.figures import day_text
from kecamatan.models import Kabupaten, Kecamatan, User
from kecamatan.models.drives import DAY_VALIDATORS, FIRST_DAY, LAST_DAY
from outreach import card_stock

MOST_AT_ONCE = 100_000
NOTE_LENGTH = 300
_ADDS = [kind.value for kind, sign in card_stock.EFFECT.items() if sign > 0]


class BlankCardsQuerySet(models.QuerySet):
    def for_list(self) -> "BlankCardsQuerySet":
        """With all that a row of the list shows."""
        return self.select_related("kecamatan", "entered_by", "reverses", "reversal")

    def standing(self) -> "BlankCardsQuerySet":
        """Rows that were neither reversed nor are reversals themselves."""
        return self.filter(reverses__isnull=True, reversal__isnull=True)

    def of_place(self, kabupaten_id: int, kecamatan_id: int | None) -> "BlankCardsQuerySet":
        """The rows of one stock: a kecamatan's, or the office's own."""
        place = {"kecamatan": kecamatan_id} if kecamatan_id else {"kecamatan__isnull": True}
        return self.filter(kabupaten=kabupaten_id, **place)


class BlankCards(models.Model):
    """One line of the stock: so many blank cards received, used, spoilt or corrected on a day.

    At the office, or at the kecamatan that prints by itself. Never changed, never deleted; a mistake is undone by a row
    that points at the row it undoes. No stock is ever below zero, on any day.
    """

    class Kind(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("blank cards", "received")
        USED = "used", pgettext_lazy("blank cards", "used for printing")
        SPOILT = "spoilt", pgettext_lazy("blank cards", "spoilt")
        COUNTED_MORE = "counted_more", pgettext_lazy("blank cards", "corrected: more were counted")
        COUNTED_FEWER = "counted_fewer", pgettext_lazy("blank cards", "corrected: fewer were counted")

    kabupaten = models.ForeignKey(Kabupaten, models.PROTECT, related_name="+", db_index=False)
    kecamatan = models.ForeignKey(
        Kecamatan, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kecamatan"), db_index=False
    )
    kind = models.CharField(_("kind"), max_length=13, choices=Kind)
    quantity = models.PositiveIntegerField(
        _("cards"), validators=[MinValueValidator(1), MaxValueValidator(MOST_AT_ONCE)]
    )
    day = models.DateField(_("day"), validators=DAY_VALIDATORS)
    note = models.CharField(_("note"), max_length=NOTE_LENGTH, blank=True)
    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversal", verbose_name=_("reverses")
    )
    entered_at = models.DateTimeField(_("entered at"), default=timezone.now)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    signed = models.GeneratedField(
        expression=Case(
            When(Q(kind__in=_ADDS, reverses__isnull=True), then=F("quantity")),
            When(~Q(kind__in=_ADDS) & Q(reverses__isnull=False), then=F("quantity")),
            default=-F("quantity"),
        ),
        output_field=models.IntegerField(),
        db_persist=True,
    )

    objects = BlankCardsQuerySet.as_manager()

    class Meta:
        verbose_name = _("blank cards")
        verbose_name_plural = _("stock of blank cards")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=MOST_AT_ONCE), name="blankcards_quantity_in_range"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in card_stock.Kind]), name="blankcards_kind_known"
            ),
            models.CheckConstraint(condition=Q(day__range=(FIRST_DAY, LAST_DAY)), name="blankcards_in_our_time"),
            models.CheckConstraint(
                condition=~Q(note="")
                | (Q(reverses__isnull=True) & ~Q(kind__in=[kind.value for kind in sorted(card_stock.CORRECTIONS)])),
                name="blankcards_says_why",
            ),
        ]
        indexes = [
            # The stock of a place on a day, and whether it may give some away.
            models.Index(fields=["kabupaten", "kecamatan", "day", "signed"], name="blankcards_stock"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.quantity} {self.get_kind_display()}, {day_text(self.day)}"

    def get_absolute_url(self) -> str:
        return f"{reverse('outreach:card-stock')}?number={self.pk}"

    @property
    def reversed_by(self) -> "BlankCards | None":
        """The row that undoes this one; a query unless fetched by ``for_list``."""
        return getattr(self, "reversal", None)
