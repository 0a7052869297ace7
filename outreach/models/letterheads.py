"""What every letter of an office shares: its crest, the head and foot of its papers, and the texts that its admin edits.

A crest and a version of a text are never changed, so that a letter of July prints in November as it was.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kecamatan.models import Kabupaten, User
from kecamatan.papers.crest import Kind as CrestKind
from outreach.papers.letter_text import Kind as TextKind

USUAL_PATTERN = "471.13/{nomor}/DUKCAPIL/{bulan_romawi}/{tahun}"
USUAL_THINGS = "fotokopi Kartu Keluarga (KK)"


class Crest(models.Model):
    """A picture that once stood, or stands, at the head of the office's papers. Never changed."""

    kabupaten = models.ForeignKey(Kabupaten, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4, choices=[(one.value, one.value.upper()) for one in CrestKind])
    picture = models.BinaryField(max_length=300_000)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("crest")

    def __str__(self) -> str:
        return self.get_kind_display()


class Letterhead(models.Model):
    """How one office writes: its crest, how its letters are numbered and what stands on them unless somebody says otherwise.

    Names, address and signer stand with the kabupaten itself.
    """

    kabupaten = models.OneToOneField(Kabupaten, models.PROTECT, related_name="letterhead")
    crest = models.ForeignKey(Crest, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("crest"))
    number_pattern = models.CharField(
        _("pattern of the numbers"),
        max_length=60,
        default=USUAL_PATTERN,
        help_text=_("With the classification: {nomor}, {bulan_romawi} or {bulan}, and {tahun} are filled in."),
    )
    nature = models.CharField(_("nature"), max_length=30, default="Biasa", help_text=_("Biasa, Segera, Penting …"))
    place = models.CharField(
        _("place before the date"), max_length=80, blank=True, help_text=_("Empty: the capital of the kabupaten.")
    )
    on_behalf_of = models.CharField(
        _("signed on behalf of"),
        max_length=120,
        blank=True,
        help_text=_("Such as Kepala Dinas, where the signer signs a.n."),
    )
    contact = models.CharField(
        _("contact at the office"),
        max_length=120,
        blank=True,
        help_text=_("Name and phone. Empty: the leader of the team and the phone of the office."),
    )
    bring = models.CharField(_("what people bring"), max_length=200, default=USUAL_THINGS)
    copies = models.TextField(
        _("copies to"),
        max_length=600,
        blank=True,
        help_text=_("One line for each; the camat is chosen with the letter."),
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("letterhead")
        verbose_name_plural = _("letterheads")
        constraints = [models.CheckConstraint(condition=~Q(number_pattern=""), name="letterhead_has_a_pattern")]

    def __str__(self) -> str:
        return str(self.kabupaten)


class LetterText(models.Model):
    """One version of the text of a kind of letter, as an admin saved it; the last one is used. Never changed."""

    class Kind(models.TextChoices):
        VILLAGE = TextKind.VILLAGE.value, _("to a village")
        SCHOOL = TextKind.SCHOOL.value, _("to a school")
        REMINDER = TextKind.REMINDER.value, _("reminder")
        THANKS = TextKind.THANKS.value, _("thanks with the result")

    kabupaten = models.ForeignKey(Kabupaten, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    number = models.PositiveIntegerField()
    subject = models.CharField(_("subject"), max_length=120)
    body = models.TextField(_("text of the letter"), max_length=6000)
    message = models.TextField(_("message for WhatsApp"), max_length=1200)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("text of letters")
        constraints = [
            models.UniqueConstraint(fields=["kabupaten", "kind", "number"], name="lettertext_number_once"),
            models.CheckConstraint(condition=Q(kind__in=[one.value for one in TextKind]), name="lettertext_kind_known"),
            models.CheckConstraint(
                condition=~Q(subject="") & ~Q(body="") & ~Q(message=""), name="lettertext_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
