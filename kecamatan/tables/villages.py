"""The table of village records."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.access import Scope
from kecamatan.counts import Counts
from kecamatan.figures import NONE, number_text
from kecamatan.lists.tables import Column, ListTable, NumberColumn
from kecamatan.models import Desa
from kecamatan.phones import phone_text


class VillageTable(ListTable):
    """Desa and kelurahan with whom to call there, and their part of the count."""

    code = Column(verbose_name=gettext_lazy("Code"))
    name = Column(verbose_name=gettext_lazy("Name"))
    kind = Column(verbose_name=gettext_lazy("Kind"))
    kecamatan = Column(accessor="kecamatan__name", verbose_name=gettext_lazy("Kecamatan"))
    head_name = Column(verbose_name=gettext_lazy("Head"), wide=True, empty_values=())
    head_title = Column(verbose_name=gettext_lazy("Title"), accessor="title_of_head", order_by="head_title", extra=True)
    head_phone = Column(verbose_name=gettext_lazy("Phone"))
    share = NumberColumn(verbose_name=gettext_lazy("Share of baseline"))
    recorded = NumberColumn(verbose_name=gettext_lazy("Recorded"))
    added = NumberColumn(verbose_name=gettext_lazy("Flowed in"), extra=True)
    removed = NumberColumn(verbose_name=gettext_lazy("Removed"), extra=True)
    recorded_elsewhere = NumberColumn(verbose_name=gettext_lazy("Recorded elsewhere"), extra=True)
    remaining = NumberColumn(accessor="pk", verbose_name=gettext_lazy("Remaining"), orderable=False)
    schools = NumberColumn(accessor="school_count", verbose_name=gettext_lazy("Schools"), extra=True)
    edit = Column(accessor="pk", verbose_name=gettext_lazy("Edit"), orderable=False, screen_only=True, default="")

    @classmethod
    def withheld(cls, scope: Scope) -> frozenset[str]:
        """Name and phone of a head are personal data: officials do not get them, in whatever form."""
        return frozenset() if scope.sees_persons else frozenset({"head_name", "head_phone"})

    def render_name(self, record: Desa) -> SafeString:
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), record.name)

    def value_name(self, record: Desa) -> str:
        return record.name

    def render_head_name(self, record: Desa) -> SafeString:
        """The title under the name, as in the address of a letter."""
        title = format_html('<small class="soft">{}</small>', record.title_of_head)
        return format_html("{}<br>{}", record.head_name or NONE, title)

    def value_head_name(self, record: Desa) -> str:
        return record.head_name

    def render_head_phone(self, value: str) -> SafeString:
        return format_html('<a class="nowrap" href="tel:{}">{}</a>', value, phone_text(value))

    def value_head_phone(self, value: str) -> str:
        return phone_text(value)

    def opening(self, record: Desa, value: int | None, **kind: str) -> str | SafeString:
        """A figure that opens the rows of the ledger behind it."""
        if value is None:
            return NONE
        query = urlencode({"kecamatan": record.kecamatan.code, "desa": record.code, **kind})
        return format_html('<a href="{}?{}">{}</a>', reverse("kecamatan:update-list"), query, number_text(value))

    def render_recorded(self, record: Desa, value: int) -> str | SafeString:
        return self.opening(record, value, kind="recorded")

    def render_added(self, record: Desa, value: int) -> str | SafeString:
        return self.opening(record, value, kind="added")

    def render_removed(self, record: Desa, value: int) -> str | SafeString:
        return self.opening(record, value, kind="removed")

    def render_recorded_elsewhere(self, record: Desa, value: int) -> str | SafeString:
        return self.opening(record, value, kind="recorded_elsewhere")

    def render_remaining(self, record: Desa) -> str | SafeString:
        return self.opening(record, self.value_remaining(record))

    def value_remaining(self, record: Desa) -> int | None:
        """None where the baseline is not broken down to this desa."""
        if record.share is None:
            return None
        return Counts(record.share, record.added, record.removed, record.recorded_elsewhere, record.recorded).remaining

    def render_edit(self, record: Desa) -> str | SafeString:
        if not self.scope.user.is_admin:
            return ""
        return format_html(
            '<a class="button quiet small" href="{}" aria-label="{}">{}</a>',
            reverse("kecamatan:desa-edit", args=[record.code]),
            _("Edit %(name)s") % {"name": record.name},
            _("Edit"),
        )
