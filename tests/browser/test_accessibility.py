"""No page breaks a rule of WCAG 2.2 AA: light and dark, on a phone and at a desk, whole, empty or with errors."""

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from kecamatan.models import User
from tests.browser.everything import MODELS, PEOPLE
from tests.browser.watching import (
    OVERFLOW,
    STICKING_OUT,
    WIDTHS,
    asks_for_the_width,
    look,
    look_at_both_widths,
)

pytestmark = pytest.mark.django_db(transaction=True)

STRANGERS = [
    "/accounts/login/",
    "/accounts/password_reset/",
    "/accounts/password_reset/done/",
    "/accounts/reset/1/1/",
    "/accounts/reset/done/",
    "/api/v1/docs",
    "/s/{answer}/",
    "/public/",
    "/public/en/",
    "/wall/{wall}/",
    "/wall/{wall}/?view=map",
    "/wall/{wall}/?view=week",
]
PETUGAS = [
    "/",
    "/?as_of={yesterday}&measure=rate",
    "/forecast/",
    "/forecast/?turnout=10",
    "/kecamatan/15.07.01/",
    "/kecamatan/15.07.05/?as_of={yesterday}",
    "/desa/15.07.01.2002/",
    "/desa/15.07.01.2015/",
    "/moved/?from={yesterday}&kecamatan=15.07.01",
    "/compare/",
    "/compare/?as_of={yesterday}&measure=turnout&views=open",
    "/counts/new/",
    "/counts/new/?place=15.07.01.2002",
    "/counts/",
    "/counts/?kind=recorded&kecamatan=15.07.01&date_to={today}&sort=-people&columns=number&columns=people",
    "/counts/?note=nothing+like+this",
    "/counts/?views=open",
    "/counts/{stands}/reverse/",
    "/counts/{undone}/reverse/",
    "/desa/",
    "/reconciliation/",
    "/reconciliation/15.07.01/",
    "/reconciliation/15.07.01.2002/",
    "/reconciliation/15.07.01.2002/inflow/",
    "/reconciliation/15.07.01/inflow/",
    "/reconciliation/15.07.01/rows/",
    "/reconciliation/15.07.01.2002/rows/",
    "/reconciliation/rows/{stands}/match/",
    "/doubles/",
    "/doubles/{first}/{second}/",
    "/doubles/{merged}/unmerge/",
    "/help/",
    "/account/",
    "/accounts/password_change/",
    "/residents/",
    "/residents/?kecamatan=15.07.01&status=remaining&views=open",
    "/imports/",
    "/imports/new/",
    "/imports/remembered/",
    "/imports/{preview}/",
    "/imports/{preview}/rows/?verdict=doubtful",
    "/imports/{preview}/rows/?verdict=changed",
    "/imports/{preview}/columns/",
    "/imports/{mapping}/",
    "/imports/{waiting}/",
    "/imports/{done}/",
    "/imports/{done}/undo/",
    "/absences/",
    "/calendar/days/?year=2024",
    "/visits/",
    "/visits/?state=all&kecamatan=15.07.01&sort=-day&views=open",
    "/visits/?place=nothing+like+this",
    "/visits/?day_from=besok",
    "/visits/calendar/",
    "/visits/calendar/?week=&kecamatan=15.07.01",
    "/visits/calendar/?month=2027-13",
    "/visits/new/",
    "/visits/new/?desa=15.07.01.2002&day={today}",
    "/visits/{ahead}/",
    "/visits/{ahead}/edit/",
    "/visits/{ahead}/people/",
    "/visits/{under_way}/",
    "/visits/{under_way}/result/",
    "/visits/{under_way}/result/?show=all",
    "/visits/{under_way}/result/codes/",
    "/visits/{under_way}/unlisted/",
    "/visits/{under_way}/unlisted/new/",
    "/visits/{over}/",
    "/field/take-in/",
    "/visits/{over}/phones/",
    "/visits/{over}/phones/{phone}/end/",
    "/visits/{over}/decide/",
    "/visits/{ahead}/phones/",
    "/visits/?state=phones",
    "/calendar/feed/",
    "/cards/",
    "/cards/?as_of={yesterday}&kecamatan=15.07.01",
    "/cards/desa/?kecamatan=15.07.01",
    "/cards/stock/",
    "/cards/stock/?kind=received&views=open",
    "/cards/stock/new/",
    "/cards/stock/{blanks}/reverse/",
    "/drives/",
    "/drives/{drive}/replay/?day={yesterday}",
    "/where/",
    "/where/?what=group&order=x",
    "/where/plan/",
    "/where/plan/?teams=0",
    "/residents/new/?desa=15.07.01.2002",
    "/residents/{resident}/",
    "/residents/{young}/",
    "/residents/{resident}/edit/",
    "/residents/{young}/unlist/",
    "/letters/",
    "/letters/?state=sent&views=open",
    "/letters/due/",
    "/letters/{letter}/",
    "/letters/{letter}/void/",
    "/visits/{visit}/letters/",
    "/reports/",
    "/reports/?kind=brief&place=&day={today}",
    "/reports/?kind=monthly&place=15.07.01&day={yesterday}",
    "/reports/register/",
    "/reports/{report}/",
]
ADMIN = [
    "/calendar/days/?year=2027",
    "/where/settings/",
    "/share/",
    "/visits/{over}/",
    "/desa/?kecamatan=15.07.01",
    "/desa/15.07.01.2002/edit/",
    "/desa/15.07.01.2002/schools/new/",
    "/schools/10504321/edit/",
    "/schools/10504321/delete/",
    "/admin/",
    "/admin/kecamatan/",
    "/residents/erase/",
    "/residents/{resident}/access/",
    "/letters/letterhead/",
    "/letters/texts/village/",
    "/visits/kits/",
    "/reports/settings/",
]
#: Imports whose pages are looked at: one in each state that looks different.
IMPORTS = ["preview", "mapping", "waiting", "done"]
#: A visit, its letter, which is out, and the link in it.
LETTERS = ["visit", "letter", "answer"]
REPORTS = ["report"]
#: Visits whose pages are looked at.
VISITS = ["ahead", "under_way", "over"]
#: Rows of these are not made in the admin.
NOT_ADDED = {"auditentry", "countupdate", "kabupaten"}

#: Part of a route → why nobody looks at it.
NO_PAGE = {
    "counts/recent/": "a fragment inside the page that enters counts",
    "doubles/<int:first>/<int:second>/merge/": "takes a form and leads on",
    "doubles/<int:first>/<int:second>/distinct/": "takes a form and leads on",
    "account/language/": "takes a form and leads on",
    "account/tokens/new/": "takes a form and leads on",
    "account/tokens/<int:pk>/revoke/": "takes a form and leads on",
    "residents/find/": "takes a form and leads on",
    "residents/bulk/step/": "answers a form; its page is looked at in a test of its own",
    "residents/bulk/desa/": "answers a form; its page is looked at in a test of its own",
    "residents/bulk/school/": "answers a form; its page is looked at in a test of its own",
    "residents/bulk/home-visit/": "answers a form; its page is looked at in a test of its own",
    "residents/bulk/export/": "answers a form; its page is looked at in a test of its own",
    "residents/bulk/visit/": "answers a form; its like is looked at in a test of its own",
    "visits/<int:pk>/step/": "takes a form and leads on",
    "visits/<int:pk>/postpone/": "takes a form and leads on",
    "visits/<int:pk>/follow-up/": "takes a form and leads on",
    "visits/<int:pk>/people/pick/": "takes a form and leads on",
    "visits/<int:pk>/result/find/": "takes a form; shows the page of the result",
    "visits/<int:pk>/result/rest/": "takes a form and leads on",
    "visits/<int:pk>/result/count/": "takes a form and leads on",
    "visits/<int:pk>/unlisted/add/": "takes a form and leads on",
    "visits/kits/add/": "takes a form and leads on",
    "visits/kits/<int:pk>/use/": "takes a form and leads on",
    "field/": "looked at in tests of its own (browser/field/test_page.py), in every state",
    "field/<int:pk>/": "looked at in tests of its own (browser/field/test_page.py), in every state",
    "field/manifest.webmanifest": "for phones",
    "field/sw.js": "for phones",
    **dict.fromkeys(("field/me/", "field/visits/", "field/events/"), "for phones"),
    **dict.fromkeys(("field/<int:pk>/take/", "field/<int:pk>/return/"), "for phones"),
    "calendar/feed/make/": "takes a form; its page is looked at in a test of its own",
    "calendar/feed/change/": "takes a form and leads on",
    "calendar/feed/end/": "takes a form and leads on",
    "calendar/<secret:secret>.ics": "for calendars",
    "imports/remembered/forget/": "takes a form and leads on",
    "calendar/days/add/": "takes a form and leads on",
    "calendar/days/take-off/": "takes a form and leads on",
    "calendar/days/put-back/": "takes a form and leads on",
    "where/access/": "takes a form and leads on",
    "where/plan/drafts/": "answers a form; its page is looked at in a test of its own",
    "imports/<int:pk>/progress/": "for a script",
    "imports/<int:pk>/again/": "takes a form and leads on",
    "imports/<int:pk>/places/": "takes a form and leads on",
    "imports/<int:pk>/rows/decide/": "takes a form and leads on",
    "imports/<int:pk>/rows/<int:row_pk>/": "takes a form and leads on",
    "imports/<int:pk>/rows/faulty/": "a file",
    "imports/<int:pk>/commit/": "takes a form and leads on; its errors are looked at in a test of its own",
    "imports/<int:pk>/discard/": "takes a form and leads on",
    "residents/<int:pk>/step/": "takes a form and leads on",
    "residents/<int:pk>/undo/": "takes a form and leads on",
    "residents/<int:pk>/reveal/": "takes a form; its page is looked at in a test of its own",
    "letters/letterhead/crest/": "takes a form; its page of errors is the letterhead's",
    "letters/letterhead/sample/": "a file",
    "letters/<int:pk>/pdf/": "a file",
    "letters/<int:pk>/sent/": "takes a form and leads on; its page of errors is the letter's",
    "letters/<int:pk>/mail/": "takes a form and leads on; its page of errors is the letter's",
    "letters/<int:pk>/reminded/": "takes a form and leads on; its page of errors is the letter's",
    "letters/<int:pk>/link/": "takes a form and leads on",
    "letters/<int:pk>/correct/": "takes a form and leads on",
    "visits/<int:pk>/phones/again/": "takes a form and leads on",
    "visits/<int:pk>/decide/person/": "takes a form and leads on; its page of errors is that of what is to decide",
    "visits/<int:pk>/decide/entry/": "takes a form and leads on; its page of errors is that of what is to decide",
    "visits/<int:pk>/papers/": "takes a form and leads on; its page of errors is that of the letters",
    "visits/<int:pk>/papers/list/": "a file; the question before it is looked at in a test of its own",
    "visits/<int:pk>/papers/tally/": "a file",
    "reports/issue/": "takes a form and leads on; its page of errors is that of reports",
    "reports/draft.<report_form:form>": "a file",
    "reports/<int:pk>/report.<report_form:form>": "a file",
    "views/save/": "takes a form and leads on; its page of errors is looked at in a test of its own",
    "views/<int:pk>/delete/": "takes a form and leads on",
    "share/public/": "takes a form and leads on",
    "share/walls/new/": "takes a form; its page is looked at in a test of its own",
    "share/walls/<int:pk>/end/": "takes a form and leads on",
    "share/<slug:chart>.svg": "a picture",
    "share/<slug:chart>.png": "a picture",
    "public/data.csv": "a file",
    "public/data.json": "a file",
    "public/preview.png": "a picture",
    "public/en/preview.png": "a picture",
    "users/<int:pk>/reset-link/": "takes a form; its page is looked at in a test of its own",
    "users/<int:pk>/revoke-tokens/": "takes a form and leads on",
    "accounts/logout/": "takes a form and leads on",
    "accounts/password_change/done/": "leads on",
    "api/v1/openapi.json": "for programs",
    "api/v1/summary": "for programs",
    "api/v1/count-updates": "for programs",
    "api/v1/": "for programs",
    "healthz": "for programs",
    "admin/login/": "leads on",
    "admin/logout/": "takes a form and leads on",
    "admin/password_change/": "leads on",
    "admin/password_change/done/": "Django's own, never led to",
    "admin/autocomplete/": "for scripts",
    "admin/jsi18n/": "a script",
    "admin/(?P<url>.*)$": "nothing is there: 404",
}


def admin_pages():
    """The changelist and the forms of each model, with the row that the fixture made."""
    for model in MODELS:
        base = f"/admin/kecamatan/{model}/"
        yield base
        yield f"{base}{{{model}}}/change/"
        if model not in NOT_ADDED:
            yield f"{base}add/"


def no_page_in_admin():
    """Routes of the admin behind which there is no page of their own."""
    for model in MODELS:
        base = f"admin/kecamatan/{model}/"
        # A short address of a row leads to its form, its history to the audit log; nothing is deleted there.
        yield from (f"{base}<path:object_id>/", f"{base}<path:object_id>/history/", f"{base}<path:object_id>/delete/")
        if model in NOT_ADDED:
            yield f"{base}add/"


def routes(patterns, prefix=""):
    """Every route of the urlconf."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, prefix + str(one.pattern).removeprefix("^"))
        elif isinstance(one, URLPattern):
            yield prefix + str(one.pattern).removeprefix("^")


def unlisted():
    """(routes that are neither looked at below nor said to be no page, routes looked at)"""
    listed = [*STRANGERS, *PETUGAS, *ADMIN, *admin_pages()]
    seen = {
        resolve(
            address.partition("?")[0].format_map(
                dict.fromkeys(
                    [
                        *MODELS,
                        *PEOPLE,
                        *IMPORTS,
                        *LETTERS,
                        *REPORTS,
                        *VISITS,
                        *("stands", "undone", "blanks", "resident", "young", "phone"),
                    ],
                    "1",
                )
                | {"wall": "x" * 43}
            )
        ).route
        for address in listed
    }
    return set(routes(get_resolver().url_patterns)) - seen - set(NO_PAGE) - set(no_page_in_admin()), seen


def test_every_page_of_the_site_is_looked_at():
    missing, seen = unlisted()
    assert missing == set()
    assert len(seen) >= 45


def test_a_page_that_is_not_listed_is_noticed(monkeypatch):
    monkeypatch.setattr("tests.browser.test_accessibility.PETUGAS", [one for one in PETUGAS if one != "/help/"])
    assert unlisted()[0] == {"help/"}


def test_what_strangers_see(visit, rows, cast, settings, today):
    settings.EMAIL_CONFIGURED, settings.DEMO = True, True
    uid = urlsafe_base64_encode(force_bytes(cast.petugas.pk))
    page = visit()
    look(page, [*STRANGERS, f"/accounts/reset/{uid}/{default_token_generator.make_token(cast.petugas)}/"], rows)
    page.goto("/accounts/login/")
    for _try in range(9):
        page.fill("[name=username]", "petugas")
        page.fill("[name=password]", "salah")
        with page.expect_navigation():
            page.press("[name=password]", "Enter")
        if _try in (0, 8):
            look_at_both_widths(page)
    assert "429" in " ".join(page.complaints)


@pytest.mark.parametrize("part", range(4))
def test_what_a_petugas_sees(visit, rows, part):
    look(visit("petugas"), PETUGAS[part::4], rows)


def test_what_an_official_sees(visit, rows):
    pages = ["/", "/kecamatan/15.07.01/", "/counts/", "/desa/", "/visits/", "/visits/calendar/", "/visits/{over}/"]
    pages += ["/cards/", "/cards/stock/", "/drives/", "/visits/{over}/phones/"]
    look(visit("pejabat"), pages, rows)


@pytest.mark.parametrize("part", range(2))
def test_in_indonesian_too_everything_fits_the_screen(visit, rows, part):
    User.objects.update(language="id")
    page = visit("admin")
    looked_at = 0
    for address in [*PETUGAS, *ADMIN][part::2]:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            if width == WIDTHS[0] or asks_for_the_width(page):
                page.goto(address.format_map(rows))
            assert page.locator("html").get_attribute("lang") == "id"
            assert page.evaluate(OVERFLOW) <= 0, f"{address}, {width} px"
            assert page.evaluate(STICKING_OUT) == [], f"{address}, {width} px"
            looked_at += 1
    assert looked_at >= 40


def test_what_only_an_admin_sees(visit, rows):
    page = visit("admin")
    look(page, ADMIN, rows)
    page.goto(f"/admin/kecamatan/user/{rows['user']}/change/")
    with page.expect_navigation():
        page.locator("form[action*='reset-link'] [type=submit]").click()
    look_at_both_widths(page)


@pytest.mark.parametrize("part", [0, 1, 2])
def test_the_pages_of_the_admin(visit, rows, part):
    look(visit("admin"), list(admin_pages())[part::3], rows)
