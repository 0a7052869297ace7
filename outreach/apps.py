from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kecamatan import ahead, owned_rows


class OutreachConfig(AppConfig):
    """People and the work of reaching them; stands above ``kecamatan`` and writes to its ledger."""

    name = "outreach"
    verbose_name = _("People and visits")

    def ready(self) -> None:
        owned_rows.register("outreach.selectors.owned_rows.residents_of_rows")
        ahead.register("outreach.selectors.ahead.ahead_of")
