"""The regency and its places. Codes are Kemendagri's and never change; names may."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kecamatan.place_names import DESA_CODE, KABUPATEN_CODE, KECAMATAN_CODE, NPSN

CODE_MESSAGE = _("Not a code of the Ministry of Home Affairs, such as 15.07.01.")
LATITUDE = [MinValueValidator(-90), MaxValueValidator(90)]
LONGITUDE = [MinValueValidator(-180), MaxValueValidator(180)]
# A comparison with NULL is neither true nor false, and a CHECK lets that pass: half a point must be excluded by name.
POINT_ON_EARTH = Q(latitude__isnull=True, longitude__isnull=True) | Q(
    latitude__isnull=False,
    longitude__isnull=False,
    latitude__gte=-90,
    latitude__lte=90,
    longitude__gte=-180,
    longitude__lte=180,
)
POINT_MESSAGE = _("A point has both a latitude and a longitude, within ±90 and ±180 degrees, or neither of them.")


def _phone_field(label):
    message = _("Digits, spaces and + only, such as 0812 3456 7890.")
    return models.CharField(label, max_length=25, blank=True, validators=[RegexValidator(r"^[0-9+() .\-]*$", message)])


class Kabupaten(models.Model):
    """The regency or city whose civil registry runs the drive, with what stands on its letterhead."""

    class Kind(models.TextChoices):
        KABUPATEN = "kabupaten", _("kabupaten")
        KOTA = "kota", _("kota")

    class Zone(models.TextChoices):
        WIB = "Asia/Jakarta", "WIB"
        WITA = "Asia/Makassar", "WITA"
        WIT = "Asia/Jayapura", "WIT"

    code = models.CharField(
        _("code"), max_length=5, unique=True, validators=[RegexValidator(KABUPATEN_CODE, CODE_MESSAGE)]
    )
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind, default=Kind.KABUPATEN)
    province = models.CharField(_("province"), max_length=80)
    capital = models.CharField(
        _("capital"), max_length=80, help_text=_("The place that stands before the date of a letter.")
    )
    time_zone = models.CharField(_("time zone"), max_length=20, choices=Zone, default=Zone.WIB)
    office_name = models.CharField(
        _("name of the office"), max_length=120, default="Dinas Kependudukan dan Pencatatan Sipil"
    )
    office_address = models.CharField(_("address of the office"), max_length=200, blank=True)
    office_phone = _phone_field(_("phone of the office"))
    office_email = models.EmailField(_("e-mail of the office"), blank=True)
    signer_prefix = models.CharField(
        _("signs as"),
        max_length=20,
        blank=True,
        help_text=_("a.n., Plt. or Plh., where the signer stands in for someone."),
    )
    signer_title = models.CharField(_("office of the signer"), max_length=120, blank=True)
    signer_name = models.CharField(_("name of the signer"), max_length=120, blank=True)
    signer_rank = models.CharField(_("rank of the signer"), max_length=80, blank=True)
    signer_nip = models.CharField(
        _("NIP of the signer"),
        max_length=18,
        blank=True,
        validators=[RegexValidator(r"^([0-9]{18})?$", _("A NIP has 18 digits."))],
    )
    # Empty: nothing is public. May be NULL, as SQLite would build this guarded table anew for any other column.
    public_since = models.DateTimeField(_("public page since"), null=True, blank=True, editable=False)
    # Raised by the database whenever anything of this kabupaten changes that a page may show (migration 0002).
    version = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("kabupaten")
        verbose_name_plural = _("kabupaten")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=KABUPATEN_CODE), name="kabupaten_code_format"),
            models.CheckConstraint(condition=Q(kind__in=["kabupaten", "kota"]), name="kabupaten_kind_known"),
            models.CheckConstraint(
                condition=Q(time_zone__in=["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]),
                name="kabupaten_time_zone_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display().capitalize()} {self.name}"

    @property
    def zone_label(self) -> str:
        """WIB, WITA or WIT."""
        return self.get_time_zone_display()


class Kecamatan(models.Model):
    """A sub-district: what baselines are stated for and staff are assigned to."""

    kabupaten = models.ForeignKey(Kabupaten, models.PROTECT, related_name="kecamatan_set", verbose_name=_("kabupaten"))
    code = models.CharField(
        _("code"), max_length=8, unique=True, validators=[RegexValidator(KECAMATAN_CODE, CODE_MESSAGE)]
    )
    name = models.CharField(_("name"), max_length=80)
    voters = models.PositiveIntegerField(
        _("voters"), null=True, blank=True, help_text=_("On the last voters' roll: what the rate is measured against.")
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True, validators=LATITUDE)
    longitude = models.FloatField(_("longitude"), null=True, blank=True, validators=LONGITUDE)
    tile_column = models.PositiveSmallIntegerField(_("column on the map of tiles"), null=True, blank=True)
    tile_row = models.PositiveSmallIntegerField(_("row on the map of tiles"), null=True, blank=True)
    version = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("kecamatan")
        verbose_name_plural = _("kecamatan")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=KECAMATAN_CODE), name="kecamatan_code_format"),
            models.UniqueConstraint(fields=["kabupaten", "name"], name="kecamatan_name_once_per_kabupaten"),
            models.CheckConstraint(
                condition=POINT_ON_EARTH, name="kecamatan_point_on_earth", violation_error_message=POINT_MESSAGE
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("kecamatan:kecamatan", args=[self.code])


class Outline(models.Model):
    """The official (or indicative) outline of one kecamatan, as an office loaded it."""

    kecamatan = models.OneToOneField(Kecamatan, models.CASCADE, related_name="outline", verbose_name=_("kecamatan"))
    rings = models.TextField(_("rings"), help_text=_("Rings of longitude and latitude, as JSON."))

    class Meta:
        verbose_name = _("outline")
        verbose_name_plural = _("outlines")

    def __str__(self) -> str:
        return str(self.kecamatan)


class Desa(models.Model):
    """A desa or kelurahan, with whom to call there: its kepala desa or lurah."""

    class Kind(models.TextChoices):
        DESA = "desa", _("desa")
        KELURAHAN = "kelurahan", _("kelurahan")

    kecamatan = models.ForeignKey(Kecamatan, models.PROTECT, related_name="desa_set", verbose_name=_("kecamatan"))
    code = models.CharField(_("code"), max_length=13, unique=True, validators=[RegexValidator(DESA_CODE, CODE_MESSAGE)])
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    latitude = models.FloatField(_("latitude"), null=True, blank=True, validators=LATITUDE)
    longitude = models.FloatField(_("longitude"), null=True, blank=True, validators=LONGITUDE)
    head_name = models.CharField(_("name of its head"), max_length=120, blank=True)
    head_title = models.CharField(
        _("title of its head"),
        max_length=60,
        blank=True,
        help_text=_("Kepala Desa, Lurah or Pj. Kepala Desa; empty: by kind."),
    )
    head_phone = _phone_field(_("phone of its head"))

    class Meta:
        verbose_name = _("desa/kelurahan")
        verbose_name_plural = _("desa and kelurahan")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=DESA_CODE), name="desa_code_format"),
            models.CheckConstraint(condition=Q(kind__in=["desa", "kelurahan"]), name="desa_kind_known"),
            models.UniqueConstraint(fields=["kecamatan", "name"], name="desa_name_once_per_kecamatan"),
            models.CheckConstraint(
                condition=POINT_ON_EARTH, name="desa_point_on_earth", violation_error_message=POINT_MESSAGE
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("kecamatan:desa", args=[self.code])

    @property
    def title_of_head(self) -> str:
        """How a letter addresses its head."""
        if self.head_title:
            return self.head_title
        return "Lurah" if self.kind == self.Kind.KELURAHAN else "Kepala Desa"


class School(models.Model):
    """An SMA, SMK, MA or the like, where first-time voters are found."""

    class Level(models.TextChoices):
        SMA = "SMA", "SMA"
        SMK = "SMK", "SMK"
        MA = "MA", "MA"
        SLB = "SLB", "SLB"
        PKBM = "PKBM", "PKBM"
        PESANTREN = "pesantren", _("pesantren")

    desa = models.ForeignKey(Desa, models.PROTECT, related_name="schools", verbose_name=_("desa/kelurahan"))
    npsn = models.CharField(
        "NPSN", max_length=8, unique=True, validators=[RegexValidator(NPSN, _("An NPSN has 8 digits."))]
    )
    name = models.CharField(_("name"), max_length=120)
    level = models.CharField(_("level"), max_length=9, choices=Level)
    head_name = models.CharField(_("name of its head"), max_length=120, blank=True)
    head_phone = _phone_field(_("phone of its head"))

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        ordering = ["name", "npsn"]
        constraints = [models.CheckConstraint(condition=Q(npsn__regex=NPSN), name="school_npsn_format")]

    def __str__(self) -> str:
        return self.name
