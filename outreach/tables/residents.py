"""The table of people: masked numbers, status with its age, segment of today."""

from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.figures import NONE, number_text
from kecamatan.lists.tables import Column, DayColumn, ListTable, NumberColumn, SelectColumn, TextColumn
from outreach.life import WAITING
from outreach.models import Resident
from outreach.nik import masked_beside_birth_date
from outreach.segments import age_on, segment_of
from outreach.words import SHORT_SEGMENTS

#: The head of the column by which a file of ours is known when it comes back (``outreach.reading.meanings``).
NUMBER_HEAD = "ID e-KTP"


class ResidentTable(ListTable):
    """Who, where and how far. NIK and No KK are masked, on screen and in every export but that of ``whole_numbers``."""

    select = SelectColumn()
    name = Column(verbose_name=gettext_lazy("Name"))
    age = NumberColumn(accessor="birth_date", order_by="birth_date", verbose_name=gettext_lazy("Age"))
    sex = Column(verbose_name=gettext_lazy("Sex"))
    kecamatan = Column(accessor="kecamatan__name", verbose_name=gettext_lazy("Kecamatan"))
    desa = Column(accessor="desa__name", verbose_name=gettext_lazy("Desa/kelurahan"))
    rt = TextColumn(verbose_name="RT")
    rw = TextColumn(verbose_name="RW")
    state = Column(verbose_name=gettext_lazy("Status"))
    waiting = NumberColumn(accessor="since", order_by="since", verbose_name=gettext_lazy("Days in it"))
    segment = Column(accessor="pk", orderable=False, verbose_name=gettext_lazy("Age group"))
    nik = TextColumn(accessor="nik_masked", orderable=False, verbose_name="NIK")
    no_kk = TextColumn(accessor="no_kk_masked", orderable=False, verbose_name=gettext_lazy("No. KK"), extra=True)
    birth_place = Column(verbose_name=gettext_lazy("Place of birth"), extra=True)
    birth_date = DayColumn(verbose_name=gettext_lazy("Date of birth"), extra=True)
    ever_married = Column(verbose_name=gettext_lazy("Ever married"), extra=True)
    address = Column(verbose_name=gettext_lazy("Address"), extra=True, wide=True)
    phone = TextColumn(verbose_name=gettext_lazy("Phone"), extra=True)
    school = Column(accessor="school", order_by="school__name", verbose_name=gettext_lazy("School"), extra=True)
    home_visit = Column(verbose_name=gettext_lazy("Home visit"), extra=True)
    note = Column(verbose_name=gettext_lazy("Note"), extra=True, wide=True)
    removal = Column(verbose_name=gettext_lazy("Reason"), extra=True)
    added = Column(verbose_name=gettext_lazy("Flowed in"), extra=True)
    listed_on = DayColumn(verbose_name=gettext_lazy("On the list since"), extra=True)
    number = TextColumn(accessor="pk", verbose_name=NUMBER_HEAD, extra=True)

    class Meta(ListTable.Meta):
        attrs = {"class": "people"}

    def __init__(self, *args, polling_day: date | None = None, whole_numbers: bool = False, **options) -> None:
        super().__init__(*args, **options)
        self.polling_day, self.whole_numbers = polling_day, whole_numbers

    def render_name(self, record: Resident) -> SafeString:
        flag = ""
        if record.home_visit:
            flag = format_html(' <span class="badge warn">{}</span>', record.get_home_visit_display())
        return format_html('<a href="{}">{}</a>{}', record.get_absolute_url(), record.name, flag)

    def value_name(self, record: Resident) -> str:
        return record.name

    def render_age(self, value: date | None) -> str:
        return number_text(age_on(value, self.scope.today)) if value else NONE

    def value_age(self, value: date | None) -> int | None:
        return age_on(value, self.scope.today) if value else None

    def render_sex(self, record: Resident) -> str:
        return {"male": "L", "female": "P"}.get(record.sex, NONE)

    def value_sex(self, record: Resident) -> str:
        return {"male": "L", "female": "P"}.get(record.sex, "")

    def render_state(self, record: Resident) -> str:
        if record.removal:
            return f"{record.get_state_display()}: {record.get_removal_display()}"
        return str(record.get_state_display())

    def render_waiting(self, record: Resident, value: date) -> str:
        return number_text((self.scope.today - value).days) if record.state in WAITING else NONE

    def value_waiting(self, record: Resident, value: date) -> int | None:
        return (self.scope.today - value).days if record.state in WAITING else None

    def render_segment(self, record: Resident) -> str:
        found = segment_of(
            record.birth_date, self.scope.today, polling_day=self.polling_day, ever_married=record.ever_married
        )
        return str(SHORT_SEGMENTS[found]) if found else NONE

    def render_ever_married(self, value: bool) -> str:
        return _("yes") if value else _("no")

    def render_added(self, value: bool) -> str:
        return _("yes") if value else _("no")

    def render_phone(self, record: Resident) -> str:
        return record.phone_shown or NONE

    def render_home_visit(self, record: Resident) -> str:
        return str(record.get_home_visit_display()) or NONE

    def render_removal(self, record: Resident) -> str:
        return str(record.get_removal_display()) or NONE

    def render_nik(self, record: Resident) -> str:
        return self._masked_nik(record) or NONE

    def value_nik(self, record: Resident) -> str:
        return record.nik if self.whole_numbers else self._masked_nik(record)

    def _masked_nik(self, record: Resident) -> str:
        """Masked so that no other column of the same row tells what is hidden."""
        if "birth_date" in self.shown:
            return masked_beside_birth_date(record.nik)
        return record.nik_masked

    def value_no_kk(self, record: Resident) -> str:
        return record.no_kk if self.whole_numbers else record.no_kk_masked

    def value_number(self, value: int) -> str:
        return str(value)
