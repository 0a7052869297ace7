"""The audit log: who changed what, when, from what to what. Append-only by the database, like the ledger."""

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kecamatan.models.places import Kabupaten
from kecamatan.models.users import User

#: What an entry notes beside the fields of its object → in words.
FACTS = {
    "list": _("list"),
    "format": _("format"),
    "rows": _("rows"),
    "columns": _("columns"),
    "query": _("filters"),
    "desa": _("desa and kelurahan"),
    "kecamatan": _("kecamatan"),
    "outline": _("outline"),
    "baseline": _("baseline"),
    "baseline_source": _("source of the baseline"),
    "new": _("new people"),
    "inflow": _("flowed in"),
    "changed": _("people changed"),
    "gone": _("gone from the list"),
    "left": _("rows left in doubt"),
    "reason": _("reason"),
    "access": _("how to get there"),
    "days": _("days"),
    "kind": _("kind"),
    "name": _("name"),
    "number": _("number"),
    "addressee": _("addressee"),
}

#: What the audit log calls an act → in words.
ACTIONS = {
    "create": pgettext_lazy("act", "made"),
    "change": _("changed"),
    "delete": _("deleted"),
    "export": _("exported"),
    "sign-in": _("signed in"),
    "password-change": _("changed the password"),
    "password-reset": _("set a new password by a link"),
    "reset-link": _("made a link for a new password"),
    "language": _("changed the language"),
    "view-share": _("shared a view of a list"),
    "view-unshare": _("took back a shared view of a list"),
    "token-new": _("made an API token"),
    "token-revoke": _("revoked an API token"),
    "upload": _("uploaded a list"),
    "import": _("took a list in"),
    "import-undo": _("undid the import of a list"),
    "discard": _("threw a list away"),
    "erase": _("erased personal data"),
    "forget-place": _("forgot what a name of a place means in lists"),
    "forget-columns": _("forgot what the columns of a list mean"),
    "days-add": _("named days of the calendar"),
    "days-take-off": _("took days off the calendar"),
    "days-put-back": _("put days back on the calendar"),
    "letter": _("prepared a letter"),
    "letter-void": _("voided a letter"),
    "letter-text": _("changed the text of letters"),
    "letterhead": _("changed the letterhead"),
    "crest": _("changed the crest of the letterhead"),
    "report": _("issued a report"),
    "report-settings": _("changed how reports are numbered and sent"),
    "feed-new": _("made an address for a calendar"),
    "feed-change": _("changed what a calendar reads"),
    "feed-revoke": _("ended an address for a calendar"),
    "plan": _("planned a visit"),
    "kit-new": _("added a kit"),
    "kit-out": _("took a kit out of use"),
    "kit-back": _("put a kit back in use"),
    "plan-settings": _("said how the teams work"),
    "desa-access": _("said how a desa is reached"),
    "public-on": _("switched the public page on"),
    "public-off": _("switched the public page off"),
    "wall-new": _("made a link for a screen"),
    "wall-revoke": _("ended a link for a screen"),
    "unlist": _("deleted a mistaken entry of the list of people"),
}


def action_label(action: str) -> str:
    """The act in words; as it stands where nobody wrote words for it."""
    return str(ACTIONS.get(action, action))


class AuditEntry(models.Model):
    """One act of an admin or petugas, or of a command on the server, named in words that outlive the object."""

    kabupaten = models.ForeignKey(Kabupaten, models.PROTECT, null=True, related_name="+", verbose_name=_("kabupaten"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("who"),
        help_text=_("Empty: a command on the server."),
    )
    action = models.CharField(_("what"), max_length=40)
    target_type = models.CharField(_("kind of thing"), max_length=40)
    target_id = models.CharField(_("its number"), max_length=40)
    target = models.CharField(_("which"), max_length=200)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kabupaten", "-at"], name="audit_newest")]

    def __str__(self) -> str:
        return f"{action_label(self.action)}: {self.target}"


class AuditChange(models.Model):
    """One field of one act: before and after, as text."""

    entry = models.ForeignKey(AuditEntry, models.PROTECT, related_name="changes", verbose_name=_("audit entry"))
    field = models.CharField(_("field"), max_length=60)
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.label}: {self.was} → {self.became}"

    @property
    def label(self) -> str:
        """The field's name on its form."""
        field = self._field()
        return str(FACTS.get(self.field, self.field) if field is None else field.verbose_name)

    @property
    def was(self) -> str:
        """The value before, in words."""
        return self._in_words(self.before)

    @property
    def became(self) -> str:
        """The value after, in words."""
        return self._in_words(self.after)

    def _in_words(self, value: str) -> str:
        """What was stored, as a reader says it: choices by their label, yes and no, "–" for nothing."""
        field = self._field()
        if isinstance(field, models.BooleanField):
            return {"True": gettext("yes"), "False": gettext("no")}.get(value, value)
        choices = dict(getattr(field, "flatchoices", ()))
        return str(choices.get(value, value)) or "–"

    def _field(self) -> models.Field | None:
        """The field of the model that the entry speaks of; None for a fact beside it."""
        try:
            field = apps.get_app_config("kecamatan").get_model(self.entry.target_type)._meta.get_field(self.field)
        except (LookupError, FieldDoesNotExist):
            return None
        return field if isinstance(field, models.Field) else None
