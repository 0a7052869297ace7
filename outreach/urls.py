"""Pages of people: lists, imports, reconciliation, doubles; and the days of the calendar."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from outreach import field_urls, letter_urls
from outreach.views import (
    absences,
    bulk,
    calendar_days,
    doubles,
    erasing,
    import_rows,
    imports,
    matching,
    people,
    reconciliation,
    remembered,
    resident_forms,
    residents,
    reveal,
)
from outreach.views.cards import desa as card_desa
from outreach.views.cards import page as card_page
from outreach.views.cards import stock as card_stock
from outreach.views.visits import calendar, feed, kits, listing, page, plan, result, unlisted
from outreach.views.visits import people as visit_people
from outreach.views.where import ranking, weeks
from outreach.views.where import settings as plan_settings

app_name = "outreach"


class SecretConverter(StringConverter):
    """The secret in the address of a calendar, as ``CalendarFeed.new_secret`` makes it; nothing else is ever looked up."""

    regex = "[A-Za-z0-9_-]{43}"


register_converter(SecretConverter, "secret")

urlpatterns = [
    # /residents/: the list
    path("residents/", people.ResidentList.as_view(), name="resident-list"),
    path("residents/find/", people.resident_find, name="resident-find"),
    path("residents/bulk/step/", bulk.TakeStep.as_view(), name="residents-step"),
    path("residents/bulk/desa/", bulk.SetDesa.as_view(), name="residents-desa"),
    path("residents/bulk/school/", bulk.SetSchool.as_view(), name="residents-school"),
    path("residents/bulk/home-visit/", bulk.SetHomeVisit.as_view(), name="residents-home-visit"),
    path("residents/bulk/visit/", bulk.PutOnVisit.as_view(), name="residents-visit"),
    path("residents/bulk/export/", bulk.ExportChosen.as_view(), name="residents-export"),
    path("residents/erase/", erasing.erase, name="resident-erase"),
    # /residents/<number>/…: one person
    path("residents/new/", resident_forms.resident_new, name="resident-new"),
    path("residents/<int:pk>/", residents.resident, name="resident"),
    path("residents/<int:pk>/step/", residents.resident_step, name="resident-step"),
    path("residents/<int:pk>/undo/", residents.resident_undo, name="resident-undo"),
    path("residents/<int:pk>/edit/", resident_forms.resident_edit, name="resident-edit"),
    path("residents/<int:pk>/unlist/", resident_forms.resident_unlist, name="resident-unlist"),
    path("residents/<int:pk>/reveal/", reveal.resident_reveal, name="resident-reveal"),
    path("residents/<int:pk>/access/", reveal.resident_access, name="resident-access"),
    # /imports/…: taking a list in
    path("imports/", imports.import_list, name="import-list"),
    path("imports/new/", imports.import_new, name="import-new"),
    path("imports/remembered/", remembered.remembered, name="import-remembered"),
    path("imports/remembered/forget/", remembered.remembered_forget, name="import-remembered-forget"),
    path("imports/<int:pk>/", imports.import_page, name="import"),
    path("imports/<int:pk>/progress/", imports.import_progress, name="import-progress"),
    path("imports/<int:pk>/again/", imports.import_again, name="import-again"),
    path("imports/<int:pk>/columns/", import_rows.import_columns, name="import-columns"),
    path("imports/<int:pk>/places/", import_rows.place_choose, name="import-place"),
    path("imports/<int:pk>/rows/", import_rows.import_rows, name="import-rows"),
    path("imports/<int:pk>/rows/decide/", import_rows.rows_decide, name="import-rows-decide"),
    path("imports/<int:pk>/rows/<int:row_pk>/", import_rows.row_decide, name="import-row-decide"),
    path("imports/<int:pk>/rows/faulty/", import_rows.import_faulty, name="import-faulty"),
    path("imports/<int:pk>/commit/", imports.import_commit, name="import-commit"),
    path("imports/<int:pk>/discard/", imports.import_discard, name="import-discard"),
    path("imports/<int:pk>/undo/", imports.import_undo, name="import-undo"),
    # /visits/…: going out
    path("visits/", listing.VisitList.as_view(), name="visit-list"),
    path("visits/calendar/", calendar.visit_calendar, name="visit-calendar"),
    path("visits/kits/", kits.kit_list, name="kit-list"),
    path("visits/kits/add/", kits.kit_add, name="kit-add"),
    path("visits/kits/<int:pk>/use/", kits.kit_use, name="kit-use"),
    path("visits/new/", plan.visit_new, name="visit-new"),
    path("visits/<int:pk>/", page.visit, name="visit"),
    path("visits/<int:pk>/edit/", plan.visit_edit, name="visit-edit"),
    path("visits/<int:pk>/step/", page.visit_step, name="visit-step"),
    path("visits/<int:pk>/postpone/", page.visit_postpone, name="visit-postpone"),
    path("visits/<int:pk>/follow-up/", page.visit_follow_up, name="visit-follow-up"),
    path("visits/<int:pk>/people/", visit_people.visit_people, name="visit-people"),
    path("visits/<int:pk>/people/pick/", visit_people.visit_pick, name="visit-pick"),
    path("visits/<int:pk>/result/", result.visit_result, name="visit-result"),
    path("visits/<int:pk>/result/find/", result.visit_result_find, name="visit-result-find"),
    path("visits/<int:pk>/result/rest/", result.visit_result_rest, name="visit-result-rest"),
    path("visits/<int:pk>/result/count/", result.visit_count, name="visit-count"),
    path("visits/<int:pk>/result/codes/", result.visit_codes, name="visit-codes"),
    path("visits/<int:pk>/unlisted/", unlisted.visit_unlisted, name="visit-unlisted"),
    path("visits/<int:pk>/unlisted/add/", unlisted.visit_unlisted_add, name="visit-unlisted-add"),
    path("visits/<int:pk>/unlisted/new/", unlisted.visit_newcomer, name="visit-newcomer"),
    # /where/…: where to go next
    path("where/", ranking.where, name="where"),
    path("where/access/", ranking.desa_access, name="where-access"),
    path("where/plan/", weeks.weeks, name="where-weeks"),
    path("where/plan/drafts/", weeks.drafts, name="where-drafts"),
    path("where/settings/", plan_settings.plan_settings, name="plan-settings"),
    # /cards/…: from recording to card, and the stock of blank cards
    path("cards/", card_page.cards, name="cards"),
    path("cards/desa/", card_desa.CardsByDesa.as_view(), name="cards-by-desa"),
    path("cards/stock/", card_stock.StockList.as_view(), name="card-stock"),
    path("cards/stock/new/", card_stock.stock_new, name="card-stock-new"),
    path("cards/stock/<int:pk>/reverse/", card_stock.stock_reverse, name="card-stock-reverse"),
    # /absences/: who is gone from the centre's list
    path("absences/", absences.absence_list, name="absence-list"),
    # /calendar/days/…: holidays, school breaks and the like
    path("calendar/days/", calendar_days.day_list, name="calendar-day-list"),
    path("calendar/days/add/", calendar_days.days_add, name="calendar-days-add"),
    path("calendar/days/take-off/", calendar_days.days_take_off, name="calendar-days-take-off"),
    path("calendar/days/put-back/", calendar_days.days_put_back, name="calendar-days-put-back"),
    # /calendar/…: the visits in one's own calendar
    path("calendar/feed/", feed.feed_page, name="calendar-feed-page"),
    path("calendar/feed/make/", feed.feed_make, name="calendar-feed-make"),
    path("calendar/feed/change/", feed.feed_change, name="calendar-feed-change"),
    path("calendar/feed/end/", feed.feed_end, name="calendar-feed-end"),
    path("calendar/<secret:secret>.ics", feed.calendar_feed, name="calendar-feed"),
    # /reconciliation/…: names against counts
    path("reconciliation/", reconciliation.all_kecamatan, name="reconciliation"),
    path("reconciliation/<kecamatan_code:code>/", reconciliation.of_kecamatan, name="reconciliation-kecamatan"),
    path("reconciliation/<desa_code:code>/", reconciliation.of_desa, name="reconciliation-desa"),
    path("reconciliation/<kecamatan_code:code>/inflow/", reconciliation.inflow, name="reconciliation-inflow"),
    path("reconciliation/<desa_code:code>/inflow/", reconciliation.inflow, name="reconciliation-inflow"),
    path("reconciliation/<kecamatan_code:code>/rows/", matching.rows, name="reconciliation-rows"),
    path("reconciliation/<desa_code:code>/rows/", matching.rows, name="reconciliation-rows"),
    path("reconciliation/rows/<int:pk>/match/", matching.match, name="reconciliation-match"),
    # /doubles/…: one person, listed twice
    path("doubles/", doubles.double_list, name="double-list"),
    path("doubles/<int:first>/<int:second>/", doubles.double, name="double"),
    path("doubles/<int:first>/<int:second>/merge/", doubles.double_merge, name="double-merge"),
    path("doubles/<int:first>/<int:second>/distinct/", doubles.double_distinct, name="double-distinct"),
    path("doubles/<int:pk>/unmerge/", doubles.double_unmerge, name="double-unmerge"),
    # /letters/…, /s/…: letters about visits
    *letter_urls.urlpatterns,
    # /field/…: the field page
    *field_urls.urlpatterns,
]
