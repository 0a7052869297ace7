from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    """People and the work of reaching them; stands above ``kecamatan`` and writes to its ledger."""

    name = "outreach"
    verbose_name = _("People and visits")
