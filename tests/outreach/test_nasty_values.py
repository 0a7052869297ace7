"""Every field of every form of one person's pages, sent with what no form expects: never a crash, and the counts agree."""

import pytest
from django.core.management import call_command

from outreach.life import Step
from outreach.models import Resident
from tests.kecamatan.test_nasty_values import NASTY
from tests.page_forms import forms_of

PAGES = ["", "edit/", "unlist/", "access/"]
PARAMETERS = {"": ["next"], "edit/": ["next"], "unlist/": ["next"]}
#: What a form needs to get beyond its first complaint, as far as it has such a field.
FILLED = {"step": "fail", "reason": "alasan", "why": "siak", "name": "Siti", "desa": "15.07.01.2002"}


def try_all(client, page, least):
    tried = 0
    names = [
        (number, name)
        for number, form in enumerate(forms_of(client.get(page)))
        if form.method == "post" and "logout" not in form.action
        for name in dict.fromkeys([*form.fields, *(["step"] if form.action.endswith("/step/") else [])])
        if name != "csrfmiddlewaretoken"
    ]
    for number, name in names:
        form = forms_of(client.get(page))[number]  # anew, as a step may have been taken
        fields = {**form.fields, **{one: value for one, value in FILLED.items() if one in form.fields or one == "step"}}
        for value in NASTY:
            response = client.post(form.action or page, {**fields, name: value})
            assert response.status_code < 500, (form.action, name, value)
            tried += 1
    assert tried >= least * len(NASTY)
    call_command("check_ledger", verbosity=0)


@pytest.mark.parametrize("part", PAGES)
def test_no_value_of_any_field_breaks_a_page(part, sign_in, list_person, step):
    person = list_person(nik="1507025705900003", no_kk="1507020101150001")
    person = step(person, Step.RECORD) if part == "" else person
    try_all(sign_in("admin"), f"/residents/{person.pk}/{part}", {"": 8, "edit/": 15, "unlist/": 1, "access/": 2}[part])
    assert Resident.objects.count() == 1


def test_no_value_of_any_field_breaks_the_form_of_a_new_person(sign_in, places):
    try_all(sign_in("admin"), "/residents/new/", 15)


def test_no_value_of_any_parameter_breaks_an_address(sign_in, list_person):
    person, client = list_person(), sign_in("admin")
    for part, names in PARAMETERS.items():
        for name in names:
            for value in NASTY:
                assert client.get(f"/residents/{person.pk}/{part}", {name: value}).status_code < 500, (part, value)
    for value in NASTY:
        assert client.get("/residents/new/", {"desa": value}).status_code < 500, value
