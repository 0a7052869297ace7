from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kecamatan import from_above, owned_rows
from kecamatan.pictures import shared


class OutreachConfig(AppConfig):
    """People and the work of reaching them; stands above ``kecamatan`` and writes to its ledger."""

    name = "outreach"
    verbose_name = _("People and visits")

    def ready(self) -> None:
        owned_rows.register("outreach.selectors.owned_rows.residents_of_rows")
        owned_rows.register("outreach.selectors.owned_rows.visits_of_rows")
        from_above.register("letterhead of", "outreach.selectors.letterhead.style_of")
        from_above.register("crest", "outreach.selectors.letterhead.crest_of")
        from_above.register("people of desa", "outreach.selectors.report_numbers.people_of_desa")
        from_above.register("visits of days", "outreach.selectors.report_numbers.visits_of_days")
        from_above.register("visits-by-day", "outreach.selectors.visits.by_day.visits_by_day")
        from_above.register("blank cards left", "outreach.selectors.card_stock.blank_cards_left")
        from_above.register("cards", "outreach.selectors.cards.cards_of")
        from_above.register("what is ahead", "outreach.selectors.ahead.ahead_of")
        from_above.register("teams of the office", "outreach.selectors.ahead.teams_of")
        shared.register("cards", "outreach.views.cards.shared.steps", of_counts=True)
        from_above.register("phones not yet in", "outreach.selectors.field.missing.phones_not_in")
        from_above.register("phones of the office", "outreach.selectors.field.missing.phones_of_the_office")
        above = "outreach.selectors.above"
        from_above.register("turnout of visits by kecamatan", f"{above}.turnout_by_kecamatan")
        from_above.register("first-time voters by kecamatan", f"{above}.first_time_by_kecamatan")
        from_above.register("address behind a figure", f"{above}.address_behind")
        from_above.register("lists that wait", f"{above}.lists_waiting")
