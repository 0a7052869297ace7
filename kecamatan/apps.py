from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KecamatanConfig(AppConfig):
    """Places, accounts, drives and the ledger of counts: numbers, never a person."""

    name = "kecamatan"
    verbose_name = _("Places and counts")
