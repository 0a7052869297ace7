"""The table of the ledger."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.access import Scope, may_write
from kecamatan.counts import effect
from kecamatan.figures import number_text, signed_text
from kecamatan.lists.tables import Column, DayColumn, ListTable, MomentColumn, NumberColumn, TextColumn
from kecamatan.models import CountUpdate
from kecamatan.owned_rows import Owner, owners_of


class LedgerTable(ListTable):
    """Every row of the ledger, each beside the one that undoes it."""

    number = NumberColumn(accessor="pk", verbose_name=gettext_lazy("Number"))
    date = DayColumn(verbose_name=gettext_lazy("Day"))
    kecamatan = Column(accessor="kecamatan__name", verbose_name=gettext_lazy("Kecamatan"))
    desa = Column(accessor="desa__name", verbose_name=gettext_lazy("Desa/kelurahan"))
    kind = Column(verbose_name=gettext_lazy("Kind"))
    people = NumberColumn(accessor="signed", verbose_name=gettext_lazy("People"))
    effect = NumberColumn(
        accessor="kind", verbose_name=gettext_lazy("Effect on remaining"), extra=True, orderable=False
    )
    note = Column(verbose_name=gettext_lazy("Note"), wide=True, default="")
    entered_at = MomentColumn(verbose_name=gettext_lazy("Entered at"))
    entered_by = Column(accessor="entered_by", order_by="entered_by__username", verbose_name=gettext_lazy("Entered by"))
    state = Column(accessor="pk", verbose_name=gettext_lazy("State"), orderable=False)
    code = TextColumn(
        accessor="place__code", verbose_name=gettext_lazy("Code of the place"), extra=True, orderable=False
    )
    key = Column(verbose_name=gettext_lazy("Key"), extra=True, orderable=False)
    undo = Column(accessor="pk", verbose_name=gettext_lazy("Undo"), orderable=False, screen_only=True, default="")

    class Meta(ListTable.Meta):
        row_attrs = {"class": lambda record: _row_class(record)}

    @classmethod
    def withheld(cls, scope: Scope) -> frozenset[str]:
        """Officials see counts; a note may name a person."""
        return frozenset() if scope.sees_persons else frozenset({"note"})

    def render_number(self, value: int) -> SafeString:
        return _row_link(value, f"#{value}")

    def value_number(self, value: int) -> int:
        return value

    def render_people(self, record: CountUpdate, value: int) -> SafeString:
        return format_html('<span class="{}">{}</span>', "struck" if record.reversed_by else "", number_text(value))

    def value_people(self, value: int) -> int:
        return value

    def render_effect(self, record: CountUpdate) -> str:
        return signed_text(effect(record.kind, record.signed))

    def value_effect(self, record: CountUpdate) -> int:
        return effect(record.kind, record.signed)

    def render_state(self, record: CountUpdate) -> str | SafeString:
        if record.reverses_id:
            return _row_link(record.reverses_id, _("reverses #%(number)s") % {"number": record.reverses_id})
        if record.reversed_by:
            return _row_link(record.reversed_by.pk, _("reversed by #%(number)s") % {"number": record.reversed_by.pk})
        return format_html('<span class="stands">{}</span>', _("stands"))

    def value_state(self, record: CountUpdate) -> str:
        if record.reverses_id:
            return _("reverses #%(number)s") % {"number": record.reverses_id}
        if record.reversed_by:
            return _("reversed by #%(number)s") % {"number": record.reversed_by.pk}
        return _("stands")

    @cached_property
    def owners(self) -> dict[int, Owner]:
        """The rows of the page that are undone with their owner (one query for each kind of owner)."""
        return owners_of(row.record.pk for row in self.rows)

    def render_undo(self, record: CountUpdate) -> str | SafeString:
        stands = not record.reverses_id and record.reversed_by is None
        if not (stands and record.drive.is_active and may_write(self.scope, record.kecamatan)):
            return ""
        if owner := self.owners.get(record.pk):
            words = _("%(owner)s of row #%(number)s") % {"owner": owner.name, "number": record.pk}
            return format_html(
                '<a class="button quiet small" href="{}" aria-label="{}">{}</a>', owner.address, words, owner.name
            )
        link = reverse("kecamatan:update-reverse", args=[record.pk])
        words = _("Undo #%(number)s") % {"number": record.pk}
        return format_html(
            '<a class="button quiet small" href="{}?{}" aria-label="{}">{}</a>',
            link,
            urlencode({"next": self.here}),
            words,
            _("Undo"),
        )


def _row_class(record: CountUpdate) -> str:
    if record.reverses_id:
        return "reversal undone"
    return "undone" if record.reversed_by else ""


def _row_link(number: int, words: str) -> SafeString:
    """A link to this row of the ledger and the one that belongs to it."""
    return format_html('<a href="{}?number={}">{}</a>', reverse("kecamatan:update-list"), number, words)
