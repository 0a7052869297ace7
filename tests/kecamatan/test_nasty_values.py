"""Every field of every form that a page shows, and every parameter of every address, sent with what no form expects.

The forms are read from the pages themselves, so that a new field is tried without anybody thinking of it. The answer is
never a crash, and the ledger keeps its promises.
"""

import re

import pytest
from django.core.management import call_command

from kecamatan.models import School
from tests.page_forms import forms_of

NASTY = [
    "",
    "-1",
    "0",
    "99999999999999999999999",
    "1e5",
    "NaN",
    "١٢",
    "2024-02-30",
    "9999-12-31",
    "0001-01-01",
    "x" * 5000,
    "a\x00b",
    "a\x1b[31mb",
    "abc\u202edef",
    "👍🏽",
    "'\" OR 1=1 --",
    "<script>alert(1)</script>",
    "{{ 7|add:7 }}",
    "%s%(x)s{0}",
    "../../etc/passwd",
    "15.07.01.2002",
    "1507",
]
PAGES = [
    "/",
    "/kecamatan/15.07.01/",
    "/desa/15.07.01.2002/",
    "/counts/",
    "/counts/?views=open",
    "/counts/new/",
    "/desa/",
    "/desa/15.07.01.2002/edit/",
    "/desa/15.07.01.2002/schools/new/",
    "/schools/10502001/edit/",
    "/account/",
    "/accounts/password_change/",
    "/doubles/",
    "/moved/",
    "/compare/",
    "/cards/",
    "/cards/stock/",
    "/cards/stock/new/",
    "/reports/",
    "/reports/register/",
    "/reports/settings/",
    "/share/",
    "/admin/kecamatan/user/add/",
    "/admin/kecamatan/drive/add/",
    "/admin/kecamatan/baseline/add/",
    "/admin/kecamatan/school/add/",
]
#: Address → the parameters that it knows and no form on it names.
PARAMETERS = {
    "/": ["as_of", "drive", "sort", "measure"],
    "/kecamatan/15.07.01/": ["as_of", "drive", "sort"],
    "/desa/15.07.01.2002/": ["as_of", "drive"],
    "/counts/": ["sort", "page", "export", "drive", "views"],
    "/counts/new/": ["place", "saved"],
    "/counts/recent/": ["place", "date"],
    "/desa/": ["sort", "page", "export"],
    "/doubles/": ["kecamatan", "page"],
    "/forecast/": ["teams", "turnout", "off", "drive"],
    "/moved/": ["from", "until", "kecamatan", "desa", "drive"],
    "/compare/": ["as_of", "drive", "measure", "sort", "page", "export"],
    "/cards/": ["as_of", "drive", "kecamatan"],
    "/cards/stock/": ["number", "date_from", "sort", "page", "export"],
    "/cards/stock/new/": ["saved"],
    "/drives/": ["measure"],
    "/reports/": ["kind", "place", "day", "drive"],
    "/reports/draft.pdf": ["kind", "place", "day", "drive"],
    "/reports/register/": ["day_from", "day_to", "sort", "page"],
    "/share/course.svg": ["as_of", "drive", "kecamatan", "desa"],
    "/share/map.png": ["as_of", "measure"],
    "/residents/": ["turns_from", "turns_to", "card", "came_to", "waiting_most"],
    "/admin/kecamatan/countupdate/": ["kecamatan", "kind__exact", "date__gte", "q", "o", "p", "drive"],
    "/admin/kecamatan/user/": ["is_active__exact", "q"],
    "/admin/kecamatan/auditentry/": ["action", "days", "at__gte", "target_id__exact"],
}


def sent(client, page, form, data):
    address = form.action or page
    return getattr(client, form.method)(address, data) if address.startswith("/") else None


@pytest.fixture
def school(places):
    return School.objects.create(npsn="10502001", name="SMAN 1", level="SMA", desa=places.lambur)


@pytest.mark.parametrize("page", PAGES)
def test_no_value_of_any_field_breaks_a_page(page, sign_in, enter, school):
    enter()
    client = sign_in("admin")
    tried = 0
    for form in forms_of(client.get(page)):
        if "logout" in form.action:
            continue
        for name in [one for one in form.fields if one != "csrfmiddlewaretoken" and not re.match(r"row-[1-9]", one)]:
            for value in NASTY:
                response = sent(client, page, form, {**form.fields, name: value})
                assert response.status_code < 500, (form.action, name, value)
                tried += 1
    assert tried
    call_command("check_ledger", verbosity=0)


@pytest.mark.parametrize("page", PARAMETERS)
def test_no_value_of_any_parameter_breaks_an_address(page, sign_in, enter, school):
    enter()
    client = sign_in("admin")
    for name in PARAMETERS[page]:
        for value in NASTY[:12]:
            response = client.get(page, {name: value})
            assert response.status_code < 500, (name, value)
        for raw in ("%ff%fe", "%ed%a0%bd", "%", "a&b=c;d", "%00"):
            assert client.get(f"{page}?{name}={raw}").status_code < 500, (name, raw)


def test_the_forms_of_a_page_are_found(sign_in, places):
    found = [form for form in forms_of(sign_in("admin").get("/counts/new/")) if form.method == "post"]
    assert any("row-0-quantity" in form.fields for form in found)
