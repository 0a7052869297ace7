"""To be written."""

from django.views import View


class LedgerList(View):
    pass
