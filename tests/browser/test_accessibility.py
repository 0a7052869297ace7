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
<<<<<<< HEAD
    "/field/take-in/",
=======
    "/visits/{over}/phones/",
    "/visits/{over}/phones/{phone}/end/",
    "/visits/{over}/decide/",
    "/visits/{ahead}/phones/",
    "/visits/?state=phones",
>>>>>>> f-office
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
<<<<<<< HEAD
=======


def test_before_anything_was_entered_and_after_the_last_day(visit, cast, places, today):
    User.objects.update(language="en")
    page = visit("petugas")
    pages = ["/", "/kecamatan/15.07.01/", "/desa/15.07.01.2002/", "/counts/"]
    look(page, pages, {})
    Drive.objects.update(last_recording_day=today - timedelta(days=10), polling_day=today - timedelta(days=1))
    kept.clear()
    look(page, pages[:2], {})
    Drive.objects.update(is_active=False)
    kept.clear()
    look(page, ["/counts/new/"], {})
    look(visit("foreigner"), ["/", "/counts/new/", "/desa/"], {})


def test_what_is_wrong_in_an_address(visit, rows):
    page = visit("petugas")
    wrong = ["/?as_of=2024-02-30", "/cards/?as_of=besok&kecamatan=99", "/drives/?measure=x"]
    wrong += [
        "/moved/?from=besok",
        "/drives/{drive}/replay/?day=besok",
        "/reports/?kind=daily&place=15.07.99&day=besok",
    ]
    look(page, wrong, rows, status=400)
    look(page, ["/counts/?date_from=31/02/2024&kind=nothing&per_page=7&sort=bogus", "/desa/?kecamatan=99"], rows)


def submit(page, address, button="main form[method=post] [type=submit]", **fields):
    """Open a form, fill it in and send it."""
    page.goto(address)
    for name, value in fields.items():
        page.fill(f"[name='{name.replace('__', '-')}']", value)
    with page.expect_navigation():
        page.locator(button).last.click()


def test_forms_with_errors(visit, rows):
    page = visit("petugas")
    submit(page, "/counts/new/", "#save", row__0__place="Nowhere", row__0__quantity="-3")
    look_at_both_widths(page)
    submit(page, f"/counts/{rows['stands']}/reverse/", "main form .danger")
    look_at_both_widths(page)
    submit(
        page, "/accounts/password_change/", "main form .button", old_password="x", new_password1="1", new_password2="2"
    )
    look_at_both_widths(page)
    submit(page, "/account/", "#token-form .button", name=" ")
    look_at_both_widths(page)
    submit(page, "/counts/?note=1507034508070002&views=open", "#view-form [type=submit]", view__name="Siti")
    look_at_both_widths(page)
    submit(page, f"/visits/{rows['over']}/phones/{rows['phone']}/end/", "main form .danger")
    look_at_both_widths(page)
    page.goto(f"/visits/{rows['over']}/decide/")
    page.locator(".to-decide summary").first.click()
    with page.expect_navigation():
        page.locator(".to-decide button[value=drop]").first.click()
    look_at_both_widths(page)
    page = visit("admin")
    submit(page, f"/visits/{rows['over']}/", "form:has(input[value=close]) [type=submit]")
    look_at_both_widths(page)
    submit(page, "/desa/15.07.01.2004/edit/", "#desa-form .button[type=submit]", share="9999", head_phone="12")
    look_at_both_widths(page)
    submit(page, "/desa/15.07.01.2002/schools/new/", "main form .button[type=submit]", npsn="1")
    look_at_both_widths(page)
    submit(page, "/admin/kecamatan/drive/add/", "[name=_save]")
    look_at_both_widths(page)


def test_the_pages_of_a_person_that_answer_a_form(visit, rows):
    page = visit("admin")
    base = f"/residents/{rows['resident']}/"
    submit(page, base, ".step-form [type=submit]", day="2999-01-01")
    look_at_both_widths(page)
    page.goto(base)
    for summary in page.locator("details.fold:visible > summary").all():
        summary.click()
    look_at_both_widths(page)
    with page.expect_navigation():
        page.locator("form[action$='/undo/'] [type=submit]").click()
    look_at_both_widths(page)
    for why in ("", "siak"):
        page.goto(base)
        page.locator("details:has(#nik-why) > summary").click()
        page.select_option("#nik-why", why)
        with page.expect_navigation():
            page.locator("form[action$='/reveal/'] [type=submit]").first.click()
        look_at_both_widths(page)
    page.goto(f"{base}access/")
    page.select_option("[name=why]", "person_asks")
    with page.expect_navigation():
        page.locator("main form [type=submit]").click()
    look_at_both_widths(page)


def test_the_pages_before_many_are_changed_and_their_errors(visit, rows):
    page = visit("petugas")
    for action in ("step", "desa", "school", "home-visit", "export"):
        page.goto("/residents/")
        page.locator("td.select input").first.check()
        with page.expect_navigation():
            page.locator(f"#bulk-form [formaction$='/bulk/{action}/']").click()
        look_at_both_widths(page)
        if action == "step":
            with page.expect_navigation():
                page.locator("main form [type=submit]").click()
            assert page.locator(".errorlist").count() >= 1
            look_at_both_widths(page)


def test_the_pages_of_imports_that_answer_a_form(visit, rows):
    page = visit("petugas")
    submit(page, "/imports/new/", "main form [type=submit]")
    look_at_both_widths(page)
    page.goto(f"/imports/{rows['preview']}/")
    page.check("[name=new_are][value=inflow]")
    with page.expect_navigation():
        page.locator(".take-in [type=submit]").click()
    look_at_both_widths(page)
    page.goto(f"/imports/{rows['mapping']}/columns/")
    for choice in page.locator("main select").all():
        choice.select_option("")
    with page.expect_navigation():
        page.locator("main form [type=submit]").first.click()
    look_at_both_widths(page)
    submit(page, "/absences/", "main form .button[type=submit]")
    look_at_both_widths(page)
    page.check("main [name=all]")
    page.select_option("[name=why]", "died")
    # Shown first, then done.
    for _press in range(2):
        with page.expect_navigation():
            page.locator("main form .button[type=submit]").click()
        look_at_both_widths(page)
    for reason in ("", "berkas keliru"):
        submit(page, f"/imports/{rows['done']}/undo/", "main form .danger", reason=reason)
        look_at_both_widths(page)
    assert page.locator(".notice.error a").count() >= 1


def test_the_pages_of_letters_that_answer_a_form(visit, rows):
    page = visit()
    look(page, ["/s/0000-0000-0000-0000/"], rows, status=404)
    submit(page, f"/s/{rows['answer']}/", "main form [type=submit]", told="banyak")
    assert page.locator(".errorlist").count() >= 2
    look_at_both_widths(page)
    page = visit("petugas")
    submit(page, f"/letters/{rows['letter']}/", "form[action$='/sent/'] [type=submit]", on="2999-01-01")
    look_at_both_widths(page)
    page.goto(f"/visits/{rows['visit']}/letters/")
    page.check("[name=recipients] >> nth=1")
    with page.expect_navigation():
        page.locator("#letters-form [value=preview]").click()
    look_at_both_widths(page)
    page.locator("details.fold > summary").last.click()
    with page.expect_navigation():
        page.locator("details.fold[open] form [type=submit]").last.click()
    look_at_both_widths(page)
    page = visit("admin")
    submit(page, "/letters/texts/school/", "main form [value=save]", body="{hri}")
    look_at_both_widths(page)
    submit(page, "/letters/letterhead/", "form[action$='/crest/'] [type=submit]")
    look_at_both_widths(page)


def test_the_questions_before_a_person_is_saved(visit, rows):
    page = visit("admin")
    known = {"name": "Siti Aminah", "nik": "1507025705900000", "birth_date": "1990-05-17", "birth_place": "Muara Sabak"}
    page.goto("/residents/new/?desa=15.07.01.2002")
    for name, value in known.items():
        page.fill(f"[name={name}]", value)
    for tick in ("", "nik_sure"):
        if tick:
            page.check(f"[name={tick}]")
        with page.expect_navigation():
            page.locator("main form [type=submit]").last.click()
        look_at_both_widths(page)
    page.goto(f"/residents/{rows['resident']}/edit/")
    resident = Resident.objects.get(pk=rows["resident"])
    facts = {name: getattr(resident, name) for name in Details.__dataclass_fields__}
    edit_resident(
        by=scope_of(User.objects.get(username="petugas")),
        resident=resident,
        details=Details(**{**facts, "note": "lain"}),
        seen_version=resident.version,
    )
    page.fill("[name=note]", "milik saya")
    with page.expect_navigation():
        page.locator("main form [type=submit]").last.click()
    assert page.locator("#conflict").count() == 1
    look_at_both_widths(page)


def test_after_saving_and_the_question_about_the_same_number(visit, rows):
    page = visit("petugas")
    submit(page, "/account/", "#token-form .button", name="Laporan bulanan")
    look_at_both_widths(page)
    submit(page, "/counts/new/", "#save", row__0__place="Lambur, Muara Sabak Timur", row__0__quantity="7")
    look_at_both_widths(page)
    page = visit("admin")
    submit(page, "/counts/new/", "#save", row__0__place="Lambur, Muara Sabak Timur", row__0__quantity="7")
    assert page.locator(".question").count() == 1
    look_at_both_widths(page)


def test_what_opens_on_a_page(visit, rows):
    page = visit("petugas", width=360)
    page.goto("/")
    page.locator("details.menu > summary").click()
    page.locator("details.fold > summary").first.click()
    look_at_both_widths(page)
    page.goto("/counts/new/")
    page.keyboard.type("la")
    look_at_both_widths(page)
    page.goto("/counts/")
    for summary in page.locator("details.fold:visible > summary").all():
        summary.click()
    look_at_both_widths(page)


FAULTS = [
    (400, SuspiciousOperation()),
    (403, PermissionDenied()),
    (500, ValueError()),
    (503, OperationalError()),
]


def test_the_error_pages(visit, rows, monkeypatch):
    page = visit("petugas")
    look(page, ["/nothing/here/"], rows, status=404)
    resolver = next(one for one in get_resolver().url_patterns if getattr(one, "app_name", "") == "kecamatan")
    broken = next(one for one in resolver.url_patterns if one.name == "help")
    for status, fault in FAULTS:

        def view(request, fault=fault):
            raise fault

        monkeypatch.setattr(broken, "callback", view)
        look(page, ["/help/"], rows, status=status)
    page.goto("/account/")
    page.context.clear_cookies(name="csrftoken")
    page.fill("[name=name]", "Laporan")
    with page.expect_navigation():
        page.click("#token-form .button")
    look_at_both_widths(page)


def test_a_broken_page_is_noticed(visit, rows):
    """Seen failing: an unlabelled field, grey on grey by night, a line too long for a phone."""
    page = visit("petugas")
    page.goto("/help/")
    page.evaluate("""() => {
        const main = document.querySelector("main");
        main.insertAdjacentHTML("beforeend", "<input id='bare'><p id='pale'>pale</p><p id='long'>long</p>");
        const rule = "@media (prefers-color-scheme: dark) { #pale { color: rgb(60, 60, 60); } } #long { width: 1400px; }";
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(rule);
        document.adoptedStyleSheets = [sheet];
    }""")
    found = "\n".join(faults_as_it_stands(page))
    assert "light: label" in found
    assert "dark: color-contrast" in found
    assert "px wider than the screen" in found


def test_the_address_of_a_calendar_just_made(visit, rows):
    page = visit("petugas")
    page.goto("/calendar/feed/")
    page.click("main form .button")
    page.wait_for_selector("#new-address")
    look_at_both_widths(page)


def test_the_link_of_a_screen_just_made(visit, rows):
    page = visit("admin")
    page.goto("/share/")
    page.click("#new-screen ~ form .button")
    look_at_both_widths(page)
    page.fill("#new-screen ~ form [name=name]", "Aula")
    page.click("#new-screen ~ form .button")
    page.wait_for_selector("#new-address")
    look_at_both_widths(page)
>>>>>>> f-office
