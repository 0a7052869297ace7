"""Lists that are taken in: the file, what became of every row, who is gone, and what was decided for the next file."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kecamatan.figures import day_text
from kecamatan.models import Desa, Drive, Kabupaten, User
from outreach.models.residents import Resident
from outreach.sealing import Place

#: Where the content of a row is sealed for.
CONTENT = Place("outreach_importrow", "content")


class ImportBatch(models.Model):
    """One list taken in: who, when, which file, what became of it."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded")
        READING = "reading", _("being read")
        MAPPING = "mapping", _("columns to be named")
        PREVIEW = "preview", _("ready to look at")
        COMMITTING = "committing", _("being taken in")
        COMMITTED = "committed", _("taken in")
        UNDONE = "undone", pgettext_lazy("import", "undone")
        DISCARDED = "discarded", _("thrown away")
        FAILED = "failed", _("cannot be read")

    class Covers(models.TextChoices):
        WHOLE = "whole", _("a whole list: who is missing from it is gone")
        PARTIAL = "partial", _("a part: nobody is gone")

    class RuleEight(models.TextChoices):
        RULE = "rule", _("by the rule")
        NAMES = "names", _("all name the baseline")
        INFLOW = "inflow", _("all flowed in")

    kabupaten = models.ForeignKey(Kabupaten, models.PROTECT, related_name="+")
    drive = models.ForeignKey(Drive, models.PROTECT, related_name="+")
    file_name = models.CharField(_("file"), max_length=150)
    file_bytes = models.PositiveIntegerField(_("size"), default=0)
    # Of the whole file under the site's key: knows the same file again, and tells nothing of what is in it.
    file_print = models.CharField(max_length=75, blank=True)
    upload = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.UPLOADED)
    covers = models.CharField(_("what it covers"), max_length=7, choices=Covers, blank=True)
    list_date = models.DateField(_("day of the list"))
    new_are = models.CharField(_("who is new"), max_length=6, choices=RuleEight, default=RuleEight.RULE)
    new_reason = models.CharField(_("why not by the rule"), max_length=300, blank=True)
    exact = models.BooleanField(_("an export of this site"), default=False)
    # What the whole file was refused for, or is told about: faults as JSON (names and numbers, no personal data).
    told = models.TextField(blank=True)
    # What the rules said when it was to be taken in, as a sentence.
    refused = models.CharField(max_length=300, blank=True)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    doubtful = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    committed_at = models.DateTimeField(null=True, blank=True)
    # Who asked for it to be taken in; what may be done is decided by whoever uploaded it, and saw the preview.
    committed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "uploaded", "reading", "mapping", "preview", "committing",
                        "committed", "undone", "discarded", "failed",
                    ]
                ),
                name="importbatch_state_known",
            ),
            models.CheckConstraint(
                condition=Q(committed_at__isnull=False) | ~Q(state__in=["committed", "undone"]),
                name="importbatch_committed_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="importbatch_undone_by_somebody",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        """Without the name of the file, which may be anything: this stands in the audit log."""
        return gettext("list of %(day)s (#%(number)s)") % {"day": day_text(self.list_date), "number": self.pk}

    def get_absolute_url(self) -> str:
        return reverse("outreach:import", args=[self.pk])


class ImportRow(models.Model):
    """One row of a list, what it was found to be, and what was decided. Its content is sealed, and goes when settled."""

    class Verdict(models.TextChoices):
        NEW = "new", pgettext_lazy("row", "new")
        CHANGED = "changed", pgettext_lazy("row", "changed")
        SAME = "same", pgettext_lazy("row", "same")
        DOUBTFUL = "doubtful", pgettext_lazy("row", "doubtful")
        REJECTED = "rejected", pgettext_lazy("row", "rejected")

    class Decision(models.TextChoices):
        NONE = "", _("not decided")
        NEW = "new", _("a new person")
        MATCH = "match", _("the same person")
        SKIP = "skip", _("leave this row out")

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", db_index=False)
    sheet = models.CharField(max_length=80, blank=True)
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=8, choices=Verdict)
    # The machine name of the gravest reason, to filter and to settle by.
    reason = models.CharField(max_length=40, blank=True)
    kecamatan = models.ForeignKey(
        "kecamatan.Kecamatan", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    desa = models.ForeignKey(Desa, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    resident = models.ForeignKey(Resident, models.SET_NULL, null=True, blank=True, related_name="import_rows")
    # What the row says, its faults, the candidates and the differences, as JSON, sealed.
    content = models.TextField(blank=True)
    decision = models.CharField(max_length=5, choices=Decision, blank=True, default=Decision.NONE)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    taken = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("row of an import")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=["new", "changed", "same", "doubtful", "rejected"]),
                name="importrow_verdict_known",
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["", "new", "match", "skip"]), name="importrow_decision_known"
            ),
        ]
        indexes = [
            # The preview's pages and counts.
            models.Index(fields=["batch", "verdict", "reason", "id"], name="importrow_verdicts")
        ]

    def __str__(self) -> str:
        return f"{self.sheet}:{self.number}"


class Absence(models.Model):
    """Somebody of our list who is missing from a whole list of the centre: in the queue until it is settled why."""

    class Settled(models.TextChoices):
        OPEN = "", _("to be settled")
        RECORDED = "recorded", _("recorded by us")
        REMOVED = "removed", _("taken off the list")
        KEPT = "kept", _("stays on our list")
        BACK = "back", _("back on a later list")

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="absences")
    resident = models.ForeignKey(Resident, models.CASCADE, related_name="absences")
    settled = models.CharField(max_length=8, choices=Settled, blank=True, default=Settled.OPEN)
    note = models.CharField(max_length=300, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    # The import on which they were found again.
    settled_batch = models.ForeignKey(ImportBatch, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("gone from the list")
        constraints = [
            models.UniqueConstraint(fields=["batch", "resident"], name="absence_once"),
            models.UniqueConstraint(fields=["resident"], condition=Q(settled=""), name="absence_open_once"),
            models.CheckConstraint(
                condition=Q(settled__in=["", "recorded", "removed", "kept", "back"]), name="absence_settled_known"
            ),
            models.CheckConstraint(
                condition=Q(settled="", settled_at__isnull=True) | (~Q(settled="") & Q(settled_at__isnull=False)),
                name="absence_settled_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resident_id}"


class ColumnChoice(models.Model):
    """What a petugas said a column means, remembered for the next file of that shape."""

    kabupaten = models.ForeignKey(Kabupaten, models.CASCADE, related_name="+")
    shape = models.CharField(max_length=32)
    column = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80, blank=True)
    meaning = models.CharField(max_length=20)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("remembered column")
        constraints = [models.UniqueConstraint(fields=["kabupaten", "shape", "column"], name="columnchoice_once")]

    def __str__(self) -> str:
        return f"{self.title}: {self.meaning}"


class PlaceChoice(models.Model):
    """Which desa a petugas said a name of a list means, remembered for the next list."""

    kabupaten = models.ForeignKey(Kabupaten, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    desa = models.ForeignKey(Desa, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("remembered place")
        constraints = [models.UniqueConstraint(fields=["kabupaten", "key"], name="placechoice_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.desa}"

    @property
    def written(self) -> dict[str, str]:
        """The name as it is compared, in small letters without spaces, and the kecamatan it was written under, if any."""
        kecamatan, _slash, name = self.key.rpartition("/")
        return {"name": name, "kecamatan": kecamatan}
