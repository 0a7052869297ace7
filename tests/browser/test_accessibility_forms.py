"""No page that answers a form breaks a rule of WCAG 2.2 AA: with errors, questions and what was just made; nor any error page."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.urls import get_resolver

from kecamatan import kept
from kecamatan.access import scope_of
from kecamatan.models import Drive, User
from outreach.actions.people import Details, edit_resident
from outreach.models import Resident
from tests.browser.watching import look, look_at_both_widths, submit

pytestmark = pytest.mark.django_db(transaction=True)


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
