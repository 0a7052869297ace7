"""The table of the register of letters."""

from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.figures import number_text, short_day_text
from kecamatan.lists.tables import Column, DayColumn, ListTable, NumberColumn, TextColumn
from outreach.models import Letter, LetterEvent


class LetterTable(ListTable):
    """Number, date, to whom, about which visit, and how far it has come."""

    # Names of their own: the cards of a phone place the ledger's number, kind, kecamatan and state.
    letter_number = TextColumn(accessor="number__text", order_by="number_id", verbose_name=gettext_lazy("Number"))
    day = DayColumn(verbose_name=gettext_lazy("Date of the letter"))
    letter_kind = Column(accessor="kind", verbose_name=gettext_lazy("Kind"))
    addressee = Column(verbose_name=gettext_lazy("Addressee"), wide=True)
    of_kecamatan = Column(accessor="visit__kecamatan__name", verbose_name=gettext_lazy("Kecamatan"))
    visit_day = DayColumn(accessor="visit__day", verbose_name=gettext_lazy("Day of the visit"))
    place = Column(accessor="visit__place_name", verbose_name=gettext_lazy("Gathering place"), extra=True)
    expected = NumberColumn(verbose_name=gettext_lazy("Expected"), extra=True)
    status = Column(accessor="state", verbose_name=gettext_lazy("Status"))
    sent_on = DayColumn(verbose_name=gettext_lazy("Sent on"))
    sent_way = Column(verbose_name=gettext_lazy("How"), extra=True)
    answer = Column(accessor="confirms", order_by="confirms", verbose_name=gettext_lazy("Answer"))
    told = NumberColumn(verbose_name=gettext_lazy("People told"))
    prepared_by = Column(order_by="prepared_by__username", verbose_name=gettext_lazy("Prepared by"), extra=True)

    def render_letter_number(self, record: Letter) -> str | SafeString:
        """A link for those who see to whom it is addressed by name."""
        if not self.scope.sees_persons:
            return record.number.text
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), record.number.text)

    def value_letter_number(self, record: Letter) -> str:
        return record.number.text

    def render_addressee(self, record: Letter, value: str) -> str:
        """The team's order names staff; it says only what it is to who sees no persons."""
        of_the_team = record.kind in {Letter.Kind.ORDER, Letter.Kind.RECORD}
        return record.get_kind_display() if of_the_team and not self.scope.sees_persons else value

    def value_addressee(self, record: Letter, value: str) -> str:
        return self.render_addressee(record, value)

    def render_status(self, record: Letter) -> SafeString:
        if record.is_outdated:
            return format_html('{} <span class="badge bad">{}</span>', self.value_status(record), _("outdated"))
        return format_html("{}", self.value_status(record))

    def value_status(self, record: Letter) -> str:
        if record.is_voided:
            return _("voided")
        if not record.is_live:
            return _("replaced by %(number)s") % {"number": record.replaced_by.number.text}
        return record.get_state_display()

    def render_letter_kind(self, record: Letter) -> str:
        return record.get_kind_display()

    def render_visit_day(self, record: Letter, value: date) -> str:
        return short_day_text(value)

    def render_sent_way(self, value: str) -> str:
        return str(LetterEvent.Way(value).label)

    def value_sent_way(self, value: str) -> str:
        return self.render_sent_way(value)

    def render_answer(self, value: bool) -> str:
        return _("confirmed") if value else _("proposes another place or time")

    def value_answer(self, value: bool) -> str:
        return self.render_answer(value)

    def render_told(self, value: int) -> str:
        return number_text(value)
