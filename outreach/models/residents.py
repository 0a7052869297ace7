"""People who were or are unrecorded, their steps, and the rows of the ledger that are theirs.

What never may be false is held by the database (migration 0002): a state follows from the steps, the steps from the
table of ``outreach.life``, and the rows of the ledger that stand for a resident are exactly those that the state claims.
"""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kecamatan.models import CountUpdate, Desa, Drive, Kecamatan, School, User
from kecamatan.phones import phone_text
from outreach import keys, life
from outreach.nik import masked
from outreach.person_names import search_column
from outreach.sealing import Place

NIK = Place("outreach_resident", "nik")
NO_KK = Place("outreach_resident", "no_kk")
SEALED = 160
PRINT = 75


class ResidentQuerySet(models.QuerySet):
    def remaining(self) -> "ResidentQuerySet":
        """Those who are still to be recorded."""
        return self.filter(state__in=sorted(life.REMAINING))

    def present(self) -> "ResidentQuerySet":
        """All but those who turned out to be another one listed twice."""
        return self.exclude(state=life.State.MERGED)

    def for_list(self) -> "ResidentQuerySet":
        """With all that a row of a list shows."""
        return self.select_related("kecamatan", "desa", "school")

    def with_nik(self, digits: str) -> "ResidentQuerySet":
        """Whoever has this whole NIK."""
        return self.filter(nik_print__in=keys.ring().fingerprints(digits, NIK))


class Resident(models.Model):
    """A named person of one drive's list: who must hold an e-KTP and was not recorded when they came upon it.

    No biometrics, religion, mother's name or photograph, ever. NIK and No KK are sealed, and found by a keyed print.
    """

    class Sex(models.TextChoices):
        MALE = "male", _("male")
        FEMALE = "female", _("female")

    class State(models.TextChoices):
        UNRECORDED = "unrecorded", _("not yet recorded")
        RECORDED = "recorded", _("recorded")
        SENT = "sent", _("sent to the centre")
        PRINT_READY = "print_ready", _("ready to print")
        PRINTED = "printed", _("printed")
        DELIVERED = "delivered", _("handed over")
        FAILED = "failed", _("failed, to be recorded again")
        DUPLICATE = "duplicate", _("held as a duplicate")
        REMOVED = "removed", pgettext_lazy("state", "off the list")
        MERGED = "merged", _("merged with another")

    class Removal(models.TextChoices):
        RECORDED_ELSEWHERE = "recorded_elsewhere", _("recorded elsewhere")
        DIED = "died", _("died")
        MOVED_OUT = "moved_out", _("moved out")
        DOUBLE = "double", _("listed twice")
        NOT_OBLIGED = "not_obliged", _("not obliged")
        NOT_FOUND = "not_found", _("not to be found")

    class HomeVisit(models.TextChoices):
        ELDERLY = "elderly", _("elderly")
        ILL = "ill", _("ill")
        DISABLED = "disabled", _("disabled")
        DETAINED = "detained", _("detained")

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="+", verbose_name=_("drive"), db_index=False)
    kecamatan = models.ForeignKey(
        Kecamatan, models.PROTECT, related_name="+", verbose_name=_("kecamatan"), db_index=False
    )
    desa = models.ForeignKey(Desa, models.PROTECT, related_name="+", verbose_name=_("desa/kelurahan"))
    nik_sealed = models.CharField(max_length=SEALED, blank=True, editable=False)
    nik_print = models.CharField(max_length=PRINT, null=True, blank=True, editable=False)  # noqa: DJ001 - unique when present
    no_kk_sealed = models.CharField(max_length=SEALED, blank=True, editable=False)
    no_kk_print = models.CharField(max_length=PRINT, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    name_key = models.CharField(max_length=300, editable=False)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex, blank=True)
    birth_place = models.CharField(_("place of birth"), max_length=80, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    ever_married = models.BooleanField(_("ever married"), default=False)
    rt = models.CharField("RT", max_length=3, blank=True)
    rw = models.CharField("RW", max_length=3, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("school")
    )
    home_visit = models.CharField(_("home visit"), max_length=8, choices=HomeVisit, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    listed_on = models.DateField(_("on the list since"))
    listed_at = models.DateTimeField(default=timezone.now, editable=False)
    listed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("listed by"))
    batch = models.ForeignKey(
        "outreach.ImportBatch",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="residents",
        verbose_name=_("import"),
    )
    # Kept by the database from the steps; never set by hand.
    state = models.CharField(_("status"), max_length=11, choices=State, default=State.UNRECORDED, editable=False)
    removal = models.CharField(_("reason"), max_length=18, choices=Removal, blank=True, editable=False)
    added = models.BooleanField(_("flowed in"), default=False, editable=False)
    since = models.DateField(_("status since"), editable=False)
    steps_taken = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = ResidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("resident")
        verbose_name_plural = _("residents")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["drive", "nik_print"],
                condition=Q(nik_print__isnull=False) & ~Q(state="merged"),
                name="resident_nik_once",
            ),
            models.CheckConstraint(
                condition=Q(nik_sealed="", nik_print__isnull=True) | (~Q(nik_sealed="") & Q(nik_print__isnull=False)),
                name="resident_nik_sealed_and_printed",
            ),
            models.CheckConstraint(
                condition=Q(no_kk_sealed="", no_kk_print="") | (~Q(no_kk_sealed="") & ~Q(no_kk_print="")),
                name="resident_no_kk_sealed_and_printed",
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(name_key=""), name="resident_has_a_name"),
            models.CheckConstraint(condition=Q(sex__in=["", "male", "female"]), name="resident_sex_known"),
            models.CheckConstraint(
                condition=Q(rt__regex=r"^([0-9]{3})?$") & Q(rw__regex=r"^([0-9]{3})?$"),
                name="resident_rt_rw_of_three_digits",
            ),
            models.CheckConstraint(
                condition=Q(home_visit__in=["", "elderly", "ill", "disabled", "detained"]),
                name="resident_home_visit_known",
            ),
            models.CheckConstraint(
                condition=Q(birth_date__isnull=True) | Q(birth_date__lte=F("listed_on")),
                name="resident_born_before_listed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in life.State if state is not life.State.UNLISTED]),
                name="resident_state_known",
            ),
            models.CheckConstraint(
                condition=(Q(state="removed") & Q(removal__in=[one.value for one in life.Removal]))
                | (Q(state="merged") & Q(removal__in=["", "double"]))
                | (~Q(state__in=["removed", "merged"]) & Q(removal="")),
                name="resident_removal_with_its_state",
            ),
        ]
        indexes = [
            # Every list and count of a place; the names still unrecorded and the age groups from the index alone.
            models.Index(
                fields=["drive", "kecamatan", "desa", "state", "birth_date", "ever_married"], name="resident_places"
            ),
            # The list by name, a page at a time.
            models.Index(fields=["drive", "name", "id"], name="resident_by_name"),
            # The household of a resident.
            models.Index(fields=["no_kk_print"], name="resident_household", condition=~Q(no_kk_print="")),
            # Doubles and imports: who was born on a day.
            models.Index(fields=["drive", "birth_date"], name="resident_born"),
            # Ageing: who waits longest.
            models.Index(fields=["drive", "state", "since"], name="resident_waiting"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("outreach:resident", args=[self.pk])

    @property
    def nik(self) -> str:
        """The 16 digits, "" where there are none. Whoever shows them whole logs it first (``actions.access_log``)."""
        return keys.ring().open(self.nik_sealed, NIK) if self.nik_sealed else ""

    @nik.setter
    def nik(self, digits: str) -> None:
        self.nik_sealed, self.nik_print = sealed_nik(digits)

    @property
    def no_kk(self) -> str:
        """The 16 digits of the family card, "" where there are none."""
        return keys.ring().open(self.no_kk_sealed, NO_KK) if self.no_kk_sealed else ""

    @no_kk.setter
    def no_kk(self, digits: str) -> None:
        self.no_kk_sealed, self.no_kk_print = sealed_no_kk(digits)

    @property
    def nik_masked(self) -> str:
        """As lists show it: ``150702••••••0003``."""
        return masked(self.nik)

    @property
    def no_kk_masked(self) -> str:
        """As lists show it."""
        return masked(self.no_kk)

    @property
    def phone_shown(self) -> str:
        """As people write it."""
        return phone_text(self.phone)

    @property
    def place_text(self) -> str:
        """RT and RW as lists show them: ``003/001``."""
        return "/".join(part or "–" for part in (self.rt, self.rw)) if self.rt or self.rw else ""

    def set_name(self, name: str) -> None:
        """The name, with what it is searched by."""
        self.name, self.name_key = name, search_column(name) or f" {name.lower()}"[:300]


def sealed_nik(digits: str) -> tuple[str, str | None]:
    """(sealed, print) of a NIK; ("", None) of none."""
    ring = keys.ring()
    return (ring.seal(digits, NIK), ring.fingerprint(digits, NIK)) if digits else ("", None)


def sealed_no_kk(digits: str) -> tuple[str, str]:
    """(sealed, print) of a No KK; ("", "") of none."""
    ring = keys.ring()
    return (ring.seal(digits, NO_KK), ring.fingerprint(digits, NO_KK)) if digits else ("", "")


class ResidentStep(models.Model):
    """One thing that happened to a resident on a day, or the undoing of one. Never changed; goes only with its resident.

    Being listed is no step: it is the resident's own row.
    """

    class Step(models.TextChoices):
        ADD = "add", _("flowed in")
        RECORD = "record", _("recorded")
        SEND = "send", _("sent to the centre")
        READY = "ready", _("ready to print")
        PRINT = "print", _("printed")
        DELIVER = "deliver", _("handed over")
        FAIL = "fail", _("recording failed")
        HOLD_AS_DUPLICATE = "hold_as_duplicate", _("held as a duplicate by the centre")
        REMOVE = "remove", pgettext_lazy("step", "taken off the list")
        MERGE = "merge", _("merged with another")
        UNDO = "undo", pgettext_lazy("step", "undone")

    resident = models.ForeignKey(Resident, models.DO_NOTHING, related_name="steps", db_index=False)
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=17, choices=Step)
    from_state = models.CharField(max_length=11, choices=Resident.State)
    to_state = models.CharField(max_length=11, choices=Resident.State)
    day = models.DateField(_("day"))
    removal = models.CharField(_("reason"), max_length=18, choices=Resident.Removal, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    undoes = models.OneToOneField("self", models.DO_NOTHING, null=True, blank=True, related_name="undone_by")
    into = models.ForeignKey(Resident, models.DO_NOTHING, null=True, blank=True, related_name="merges")
    batch = models.ForeignKey("outreach.ImportBatch", models.PROTECT, null=True, blank=True, related_name="steps")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["resident", "number"]
        constraints = [
            models.UniqueConstraint(fields=["resident", "number"], name="residentstep_number_once"),
            models.CheckConstraint(condition=Q(undoes__isnull=True) | Q(step="undo"), name="residentstep_undo_undoes"),
            models.CheckConstraint(condition=~Q(step="undo") | ~Q(note=""), name="residentstep_undo_has_reason"),
            models.CheckConstraint(
                condition=Q(step="merge", into__isnull=False) | (~Q(step="merge") & Q(into__isnull=True)),
                name="residentstep_merge_names_the_other",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} {self.day}"


class ResidentRow(models.Model):
    """A row of the ledger that belongs to a resident: by its key, so that it can be claimed before it is written."""

    resident = models.ForeignKey(Resident, models.DO_NOTHING, related_name="rows")
    row = models.OneToOneField(
        CountUpdate, models.DO_NOTHING, to_field="key", db_column="key", related_name="+", primary_key=True
    )

    class Meta:
        verbose_name = _("row of a resident")

    def __str__(self) -> str:
        return f"{self.row_id}"


class ResidentChange(models.Model):
    """One field of a resident that somebody or an import changed: before and after. NIK and No KK are sealed here too.

    Never changed; goes only with its resident.
    """

    resident = models.ForeignKey(Resident, models.DO_NOTHING, related_name="changes")
    field = models.CharField(max_length=20)
    before = models.CharField(max_length=300, blank=True)
    after = models.CharField(max_length=300, blank=True)
    batch = models.ForeignKey("outreach.ImportBatch", models.PROTECT, null=True, blank=True, related_name="changes")
    step = models.ForeignKey(ResidentStep, models.DO_NOTHING, null=True, blank=True, related_name="changes")
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("change of a resident")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.field


class Distinct(models.Model):
    """Two residents who look like one and are two: somebody looked, and they are not proposed again."""

    first = models.ForeignKey(Resident, models.CASCADE, related_name="+")
    second = models.ForeignKey(Resident, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("two different people")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="distinct_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="distinct_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"
