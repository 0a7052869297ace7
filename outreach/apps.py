from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kecamatan import from_above, owned_rows


class OutreachConfig(AppConfig):
    """People and the work of reaching them; stands above ``kecamatan`` and writes to its ledger."""

    name = "outreach"
    verbose_name = _("People and visits")

    def ready(self) -> None:
        owned_rows.register("outreach.selectors.owned_rows.residents_of_rows")
        above = "outreach.selectors.above"
        from_above.register("turnout of visits by kecamatan", f"{above}.turnout_by_kecamatan")
        from_above.register("first-time voters by kecamatan", f"{above}.first_time_by_kecamatan")
        from_above.register("address behind a figure", f"{above}.address_behind")
        from_above.register("lists that wait", f"{above}.lists_waiting")
