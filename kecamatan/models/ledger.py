"""The append-only ledger of counts, and its sums per place, kept by the database itself (migration 0002)."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kecamatan.figures import day_text
from kecamatan.models.drives import Drive
from kecamatan.models.places import Desa, Kecamatan
from kecamatan.models.users import User

MOST_AT_ONCE = 100_000
NOTE_LENGTH = 300


class CountUpdateQuerySet(models.QuerySet):
    def for_list(self) -> "CountUpdateQuerySet":
        """With all that a row of the ledger shows, each row followed by the one that reverses it."""
        return self.select_related("kecamatan", "desa", "entered_by", "reverses", "reversal__entered_by").order_by(
            F("pair").desc(), "pk"
        )

    def with_pair(self) -> "CountUpdateQuerySet":
        """Annotated with the key that keeps a row and its reversal side by side."""
        return self.annotate(pair=Coalesce("reverses_id", "pk"))

    def standing(self) -> "CountUpdateQuerySet":
        """Rows that were neither reversed nor are reversals themselves."""
        return self.filter(reverses__isnull=True, reversal__isnull=True)


class CountUpdate(models.Model):
    """One line of the ledger: so many people recorded, recorded elsewhere, added or removed in a place on a day.

    Never changed, never deleted; a mistake is undone by a row that points at the row it undoes (rule 3).
    """

    class Kind(models.TextChoices):
        RECORDED = "recorded", _("recorded")
        RECORDED_ELSEWHERE = "recorded_elsewhere", _("recorded elsewhere")
        ADDED = "added", _("flowed in")
        REMOVED = "removed", _("removed")

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="updates", verbose_name=_("drive"))
    kecamatan = models.ForeignKey(
        Kecamatan, models.PROTECT, related_name="updates", verbose_name=_("kecamatan"), db_index=False
    )
    desa = models.ForeignKey(
        Desa,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="updates",
        verbose_name=_("desa/kelurahan"),
        db_index=False,
    )
    kind = models.CharField(_("kind"), max_length=18, choices=Kind)
    quantity = models.PositiveIntegerField(
        _("people"), validators=[MinValueValidator(1), MaxValueValidator(MOST_AT_ONCE)]
    )
    date = models.DateField(_("day"))
    note = models.CharField(_("note"), max_length=NOTE_LENGTH, blank=True)
    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversal", verbose_name=_("reverses")
    )
    entered_at = models.DateTimeField(_("entered at"), default=timezone.now)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="updates", verbose_name=_("entered by"))
    signed = models.GeneratedField(
        expression=Case(When(reverses__isnull=True, then=F("quantity")), default=-F("quantity")),
        output_field=models.IntegerField(),
        db_persist=True,
    )

    objects = CountUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("count update")
        verbose_name_plural = _("ledger")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=MOST_AT_ONCE), name="countupdate_quantity_in_range"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["recorded", "recorded_elsewhere", "added", "removed"]),
                name="countupdate_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | ~Q(note=""), name="countupdate_reversal_has_reason"
            ),
        ]
        indexes = [
            # Dashboards and as-of sums; on PostgreSQL answered from the index alone.
            models.Index(fields=["drive", "kecamatan", "date", "desa", "kind", "signed"], name="countupdate_sums"),
            # The desa page and the last entries of a place.
            models.Index(fields=["desa", "date"], name="countupdate_desa_day"),
            # The ledger's own order: a row and its reversal side by side, newest first.
            models.Index(F("drive"), Coalesce("reverses_id", "id").desc(), F("id"), name="countupdate_pairs"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.quantity} {self.get_kind_display()}, {self.place}, {day_text(self.date)}"

    @property
    def place(self) -> Desa | Kecamatan:
        """The desa, or the kecamatan where the row names no desa."""
        return self.desa or self.kecamatan

    @property
    def reversed_by(self) -> "CountUpdate | None":
        """The row that undoes this one; a query unless fetched by ``for_list``."""
        return getattr(self, "reversal", None)


class Tally(models.Model):
    """The sums of the ledger for one place of one drive, kept by a trigger in the transaction of every row.

    Lets an update be checked and the present be shown without adding up the ledger; ``manage.py check_ledger``
    proves that it equals the ledger's own sums. Nothing else may move it; ``newest_row``, the number of the newest row
    in these sums, is how SQLite tells.
    """

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="tallies", verbose_name=_("drive"))
    kecamatan = models.ForeignKey(Kecamatan, models.PROTECT, related_name="tallies", verbose_name=_("kecamatan"))
    desa = models.ForeignKey(Desa, models.PROTECT, null=True, related_name="tallies", verbose_name=_("desa/kelurahan"))
    recorded = models.IntegerField(_("recorded"), default=0)
    recorded_elsewhere = models.IntegerField(_("recorded elsewhere"), default=0)
    added = models.IntegerField(_("flowed in"), default=0)
    removed = models.IntegerField(_("removed"), default=0)
    last_entered_at = models.DateTimeField(_("last entry"), null=True)
    newest_row = models.BigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [
            models.UniqueConstraint(
                fields=["drive", "kecamatan"], condition=Q(desa__isnull=True), name="tally_once_per_kecamatan"
            ),
            models.UniqueConstraint(
                fields=["drive", "desa"], condition=Q(desa__isnull=False), name="tally_once_per_desa"
            ),
            models.CheckConstraint(
                condition=Q(recorded__gte=0, recorded_elsewhere__gte=0, added__gte=0, removed__gte=0),
                name="tally_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.desa or self.kecamatan}"
