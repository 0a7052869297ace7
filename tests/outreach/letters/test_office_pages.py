"""What an admin sets for all letters: texts with a look at how they print, letterhead, crest."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kecamatan.models import AuditEntry
from outreach.models import Crest, Letterhead, LetterText
from outreach.papers.default_texts import LETTERS, MESSAGES, SUBJECTS
from outreach.papers.letter_text import Kind
from outreach.selectors.letters.texts import text_of
from tests.outreach.letters.test_preparing import anew, text_of_pdf
from tests.outreach.papers.papers_world import pages, png, svg

TEXT = "/letters/texts/village/"
HEAD = "/letters/letterhead/"
BODY = "Halo {wilayah}: {hari}, {tanggal}, {jam}, {tempat}, {jumlah} orang."


@pytest.fixture(autouse=True)
def _english(cast):
    type(cast.admin).objects.update(language="en")


def typed(**changes):
    return {"version": 0, "subject": "Undangan", "body": BODY, "message": "Halo {kepala}", "do": "save"} | changes


def head(**changes):
    usual = {"version": 0, "number_pattern": "400/{nomor:3}/{bulan}/{tahun}", "nature": "Segera", "place": "Sabak"}
    return usual | {"on_behalf_of": "", "contact": "Rahmat", "bring": "KK", "copies": "Bupati\r\n\r\n Arsip "} | changes


def test_until_somebody_edits_it_the_usual_text_is_used(places):
    for kind in Kind:
        text = text_of(places.kabupaten, kind)
        assert (text.subject, text.body, text.message) == (SUBJECTS[kind], LETTERS[kind], MESSAGES[kind])


@pytest.mark.parametrize("kind", [kind.value for kind in Kind])
def test_every_text_has_its_page_and_prints(sign_in, kind):
    client = sign_in("admin")
    page = client.get(f"/letters/texts/{kind}/")
    assert page.context["blocks"]
    form = page.context["form"]
    sent = {name: form[name].value() for name in ("version", "subject", "body", "message")}
    pdf = client.post(f"/letters/texts/{kind}/", sent | {"do": "pdf"})
    assert form["subject"].value() in " ".join(pages(pdf.content))
    assert client.post(f"/letters/texts/{kind}/", sent | {"do": "save"}).status_code == 302
    assert not LetterText.objects.exists()


def test_a_saved_text_stands_on_new_letters_and_old_ones_stay(sign_in, ahead, prepare, visit, today):
    old = prepare(ahead)
    before = text_of_pdf(old)
    assert sign_in("admin").post(TEXT, typed()).status_code == 302
    assert "Halo Desa Lambur" in text_of_pdf(prepare(visit(day=ahead.day)))
    assert text_of_pdf(old) == before
    assert LetterText.objects.get().number == 1
    assert AuditEntry.objects.filter(action="letter-text").count() == 1


def test_a_look_saves_nothing_and_shows_the_values(sign_in):
    client = sign_in("admin")
    text = client.post(TEXT, typed(do="preview")).content.decode()
    assert "Halo Desa Kuala Jambi" in text
    part = client.post(TEXT, typed(do=""), headers={"HX-Request": "true", "HX-Target": "preview"}).content.decode()
    assert part.lstrip().startswith('<div id="preview"')
    assert "Halo Desa Kuala Jambi" in part
    assert not LetterText.objects.exists()


def test_the_usual_text_can_be_put_back(sign_in, places):
    client = sign_in("admin")
    client.post(TEXT, typed())
    page = client.post(TEXT, typed(version=1, do="usual"))
    assert page.context["form"]["body"].value() == LETTERS[Kind.VILLAGE]
    assert text_of(places.kabupaten, Kind.VILLAGE).subject == "Undangan"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"body": ""}, "required"),
        ({"body": BODY + " {tempt}"}, "Did you mean {tempat}"),
        ({"body": BODY + " {hadir}"}, "has no value in this kind"),
        ({"body": "Halo {hari}"}, "{tempat} is missing"),
        ({"body": BODY + " {"}, "a brace stands alone"),
        ({"message": "x" * 1300}, "1,200"),
        ({"message": "{apa}"}, "there is no {apa}"),
        ({"subject": "Hal {hari}"}, "A subject holds no marks"),
        ({"subject": ""}, "required"),
        ({"version": "7"}, "Somebody else saved"),
    ],
)
def test_a_wrong_text_is_said_by_line_and_mark_and_kept_as_typed(sign_in, changes, words):
    response = sign_in("admin").post(TEXT, typed(**changes))
    assert words in response.content.decode()
    assert response.context["form"]["body"].value() == typed(**changes)["body"]
    assert not LetterText.objects.exists()


def test_two_admins_do_not_undo_each_other(sign_in):
    first, second = sign_in("admin"), sign_in("admin")
    first.post(TEXT, typed(subject="Satu"))
    refused = second.post(TEXT, typed(subject="Dua"))
    assert "Somebody else saved" in refused.content.decode()
    again = {**typed(subject="Dua"), "version": refused.context["form"]["version"].value()}
    assert second.post(TEXT, again).status_code == 302
    assert [one.subject for one in LetterText.objects.order_by("number")] == ["Satu", "Dua"]


def test_an_unknown_kind_is_no_page(sign_in):
    assert sign_in("admin").get("/letters/texts/novel/").status_code == 404


def test_the_letterhead_stands_on_letters(sign_in, ahead, prepare):
    client = sign_in("admin")
    assert client.post(HEAD, head()).status_code == 302
    saved = Letterhead.objects.get()
    assert (saved.copies, saved.version) == ("Bupati\nArsip", 1)
    letter = prepare(ahead)
    text = text_of_pdf(letter)
    assert letter.number.text.startswith("400/001/")
    for words in ("Segera", "Sabak,", "Rahmat", "Tembusan", "Camat Muara Sabak Timur", "Arsip"):
        assert words in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"number_pattern": "400/{tahun}"}, "{nomor} is missing"),
        ({"number_pattern": ""}, "required"),
        ({"copies": "Bu\u202epati"}, "cannot be shown"),
        ({"bring": ""}, "required"),
        ({"version": 4}, "Somebody else saved"),
    ],
)
def test_a_wrong_letterhead_is_refused(sign_in, changes, words):
    response = sign_in("admin").post(HEAD, head(**changes))
    assert words in response.content.decode()
    assert response.context["form"]["contact"].value() == "Rahmat"
    assert not Letterhead.objects.filter(contact="Rahmat").exists()


def upload(client, data, name="lambang.png"):
    return client.post(f"{HEAD}crest/", {"crest": SimpleUploadedFile(name, data)})


def test_a_crest_stands_on_letters_from_then_on(sign_in, ahead, prepare, visit):
    old, client = prepare(ahead), sign_in("admin")
    assert upload(client, png()).status_code == 302
    new = prepare(visit(day=ahead.day))
    assert (anew(old).crest, anew(new).crest) == (None, Crest.objects.get())
    assert upload(client, svg(), "lambang.svg").status_code == 302
    assert anew(new).crest.kind == "png"
    assert b"%PDF" in client.get(f"{HEAD}sample/").content[:5]
    client.post(f"{HEAD}crest/", {"remove": "on"})
    assert Letterhead.objects.get().crest is None
    assert Crest.objects.count() == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty"),
        (b"GIF89a" + b"x" * 90, "is no picture"),
        (png()[:-20], "damaged"),
        (png(tail=b"x" * 300_001), "300 KB at most"),
        (png(10, 10), "40 pixels"),
        (svg("<script>1</script>"), "more than plain shapes"),
    ],
)
def test_a_logo_that_is_no_picture_is_refused_with_the_reason(sign_in, data, words):
    response = upload(sign_in("admin"), data)
    assert words in response.content.decode()
    assert not Crest.objects.exists()


def test_no_file_at_all(sign_in):
    assert "Choose the file" in sign_in("admin").post(f"{HEAD}crest/", {}).content.decode()


@pytest.mark.parametrize("address", [TEXT, HEAD, f"{HEAD}sample/"])
def test_only_admins(sign_in, address):
    for who in ("petugas", "pejabat"):
        assert sign_in(who).get(address).status_code == 403
    assert upload(sign_in("petugas"), png()).status_code == 403
    assert sign_in("foreigner").post(HEAD, head()).status_code == 302
    assert Letterhead.objects.get().kabupaten.code == "15.06"
