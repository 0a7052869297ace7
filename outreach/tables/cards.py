"""The tables of cards: by desa, and the stock of blank cards."""

from datetime import date

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kecamatan.access import Scope
from kecamatan.figures import number_text, short_day_text, signed_text
from kecamatan.lists.tables import Column, DayColumn, ListTable, MomentColumn, NumberColumn
from kecamatan.models import Desa
from outreach.access import may_write_stock
from outreach.life import State
from outreach.models import BlankCards


class _StateColumn(NumberColumn):
    """People of a desa in one state; opens their list for those who may see it."""

    def __init__(self, state: State, **options) -> None:
        super().__init__(accessor=f"card_{state.value}", **options)
        self.card_state = state

    def render(self, value: int, record: Desa, table: "CardsTable") -> str | SafeString:
        if not (value and table.scope.sees_persons):
            return number_text(value)
        query = urlencode({"kecamatan": record.kecamatan.code, "desa": record.code, "status": self.card_state.value})
        return format_html('<a href="{}?{}">{}</a>', reverse("outreach:resident-list"), query, number_text(value))


class CardsTable(ListTable):
    """One row a desa."""

    code = Column(verbose_name=gettext_lazy("Code"), extra=True)
    desa = Column(accessor="name", verbose_name=gettext_lazy("Desa/kelurahan"))
    kecamatan = Column(accessor="kecamatan__name", verbose_name=gettext_lazy("Kecamatan"))
    recorded = _StateColumn(State.RECORDED, verbose_name=gettext_lazy("Recorded, not sent"))
    sent = _StateColumn(State.SENT, verbose_name=gettext_lazy("Sent to the centre"))
    print_ready = _StateColumn(State.PRINT_READY, verbose_name=gettext_lazy("Ready to print"))
    printed = _StateColumn(State.PRINTED, verbose_name=gettext_lazy("Printed, not fetched"))
    oldest = Column(accessor="oldest_printed", verbose_name=gettext_lazy("Oldest printed card"))
    delivered = _StateColumn(State.DELIVERED, verbose_name=gettext_lazy("Handed over"))
    failed = _StateColumn(State.FAILED, verbose_name=gettext_lazy("Failed"))
    duplicate = _StateColumn(State.DUPLICATE, verbose_name=gettext_lazy("Held as a duplicate"), extra=True)

    def render_desa(self, record: Desa, value: str) -> SafeString:
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), value)

    def value_desa(self, value: str) -> str:
        return value

    def render_oldest(self, value: date) -> str:
        days = number_text((self.scope.today - value).days)
        return _("%(day)s (%(days)s days)") % {"day": short_day_text(value), "days": days}

    def value_oldest(self, value: date) -> date:
        return value


class StockTable(ListTable):
    """Every row of the stock, each naming the one that undoes it."""

    number = NumberColumn(accessor="pk", verbose_name=gettext_lazy("Number"))
    date = DayColumn(accessor="day", verbose_name=gettext_lazy("Day"))
    kecamatan = Column(
        accessor="kecamatan__name",
        verbose_name=pgettext_lazy("of blank cards", "Where"),
        default=pgettext_lazy("of blank cards", "the office"),
    )
    kind = Column(verbose_name=gettext_lazy("What happened"))
    people = NumberColumn(accessor="signed", verbose_name=gettext_lazy("Blank cards"))
    note = Column(verbose_name=gettext_lazy("Note"), wide=True, default="")
    entered_at = MomentColumn(verbose_name=gettext_lazy("Entered at"))
    entered_by = Column(accessor="entered_by", order_by="entered_by__username", verbose_name=gettext_lazy("Entered by"))
    state = Column(accessor="pk", verbose_name=gettext_lazy("State"), orderable=False)
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

    def render_people(self, record: BlankCards, value: int) -> SafeString:
        return format_html('<span class="{}">{}</span>', "struck" if record.reversed_by else "", signed_text(value))

    def value_people(self, value: int) -> int:
        return value

    def render_state(self, record: BlankCards) -> str | SafeString:
        if record.reverses_id:
            return _row_link(record.reverses_id, self.value_state(record))
        if record.reversed_by:
            return _row_link(record.reversed_by.pk, self.value_state(record))
        return format_html('<span class="stands">{}</span>', self.value_state(record))

    def value_state(self, record: BlankCards) -> str:
        if record.reverses_id:
            return _("reverses #%(number)s") % {"number": record.reverses_id}
        if record.reversed_by:
            return _("reversed by #%(number)s") % {"number": record.reversed_by.pk}
        return _("stands")

    def render_undo(self, record: BlankCards) -> str | SafeString:
        stands = not record.reverses_id and record.reversed_by is None
        if not (stands and may_write_stock(self.scope, record.kecamatan)):
            return ""
        link = reverse("outreach:card-stock-reverse", args=[record.pk])
        words = _("Undo #%(number)s") % {"number": record.pk}
        query = urlencode({"next": self.here})
        return format_html(
            '<a class="button quiet small" href="{}?{}" aria-label="{}">{}</a>', link, query, words, _("Undo")
        )


def _row_class(record: BlankCards) -> str:
    if record.reverses_id:
        return "reversal undone"
    return "undone" if record.reversed_by else ""


def _row_link(number: int, words: str) -> SafeString:
    """A link to this row of the stock and the one that belongs to it."""
    return format_html('<a href="{}?number={}">{}</a>', reverse("outreach:card-stock"), number, words)
