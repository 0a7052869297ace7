"""Letters are prepared with their number, their link and all that stands on them, and print the same for ever."""

import uuid
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from kecamatan.access import scope_of
from kecamatan.models import AuditEntry
from kecamatan.refusals import Refused
from outreach.actions.letters.prepare import correct_letter, prepare_letters
from outreach.actions.letters.sending import revoke_link, void_letter
from outreach.actions.visits.planning import edit_visit, postpone_visit
from outreach.models import Letter, Letterhead, LetterNumber
from outreach.papers.letter_text import Kind
from outreach.selectors.letters.composing import link_of
from outreach.selectors.letters.printing import pdf_of_letter
from outreach.selectors.letters.recipients import Recipient, recipients_of
from outreach.visit_life import Step
from tests.outreach.papers.papers_world import pages


def anew(letter):
    return Letter.objects.select_related("visit", "number", "crest").get(pk=letter.pk)


def text_of_pdf(letter):
    return " ".join(pages(pdf_of_letter(anew(letter))))


def test_each_recipient_gets_a_letter_with_the_next_number(ahead, school, places, prepare, list_person, today, visit):
    list_person("Siti"), list_person("Budi", school=school)
    both = visit(day=today + timedelta(days=5), schools=[school])
    made = prepare(both, only=slice(None))
    assert [one.addressee for one in made] == [
        *("Kepala Desa Lambur", "Kepala SMAN 3 Tanjung Jabung Timur", "Camat Muara Sabak Timur"),
    ]
    assert [(one.kind, one.expected, one.number.serial) for one in made] == [
        *(("village", 2, 1), ("school", 1, 2), ("village", 2, 3)),
    ]
    assert made[0].number.text.startswith("471.13/1/DUKCAPIL/")
    assert {one.state for one in Letter.objects.all()} == {"prepared"}
    assert AuditEntry.objects.filter(action="letter").count() == 3


def test_the_paper_says_the_visit_the_number_and_the_link(ahead, prepare, list_person, places):
    list_person("Siti")
    text = text_of_pdf(letter := prepare(ahead))
    assert "Kepala Desa Lambur" in text
    assert "08.00–14.00 WIB" in text
    assert "Balai Desa Lambur" in text
    assert "1 (satu) orang" in text
    assert letter.number.text in text
    assert link_of(anew(letter)).removeprefix("https://") in text
    assert "Camat Muara Sabak Timur" in text


def test_it_prints_the_same_bytes_whatever_changes_later(ahead, prepare, places):
    letter = prepare(ahead)
    before = pdf_of_letter(anew(letter))
    assert b"CreationDate" not in before
    Letterhead.objects.update(bring="KTP lama", nature="Segera")
    type(places.kabupaten).objects.filter(pk=places.kabupaten.pk).update(signer_name="Orang Lain", office_name="Lain")
    type(places.lambur).objects.filter(pk=places.lambur.pk).update(name="Lambur Baru")
    assert pdf_of_letter(anew(letter)) == before


def test_the_same_key_twice_makes_one_letter(ahead, prepare):
    key = uuid.uuid4()
    assert prepare(ahead, key=key) == prepare(ahead, key=key)
    assert (Letter.objects.count(), LetterNumber.objects.count()) == (1, 1)


def test_a_second_letter_to_the_same_head_is_refused_and_takes_no_number(ahead, prepare, cast, english):
    first = prepare(ahead)
    with pytest.raises(Refused, match=r"has the letter 471\.13/1"):
        prepare(ahead)
    assert LetterNumber.objects.count() == 1
    void_letter(by=scope_of(cast.petugas), letter=first, reason="salah alamat")
    assert prepare(ahead).number.serial == 2


def test_a_number_of_the_agenda_office_is_kept_and_stands_once(ahead, prepare, today, cast, english):
    letter = prepare(ahead, typed=" 400.12 / 88 ")
    assert (letter.number.text, letter.number.serial) == ("400.12 / 88", None)
    void_letter(by=scope_of(cast.petugas), letter=letter, reason="keliru")
    with pytest.raises(Refused, match="stands on another letter"):
        prepare(ahead, typed="400.12 / 88")
    with pytest.raises(Refused, match="for one letter"):
        prepare(ahead, typed="7/A", only=slice(None))
    assert prepare(ahead).number.serial == 1


def test_the_first_number_of_a_year_may_go_on_from_the_book(ahead, prepare, today, cast, english):
    first = prepare(ahead, typed=f"471.13/214/DUKCAPIL/VI/{today.year}")
    assert first.number.serial == 214
    void_letter(by=scope_of(cast.petugas), letter=first, reason="keliru")
    with pytest.raises(Refused, match=r"the next one is 471\.13/215"):
        prepare(ahead, typed=f"471.13/230/DUKCAPIL/VI/{today.year}")
    with pytest.raises(Refused, match="another year"):
        prepare(ahead, typed="471.13/215/DUKCAPIL/VI/1999")
    assert prepare(ahead).number.serial == 215


def test_what_cannot_be_is_refused(ahead, visit, go, places, cast, order, prepare, today, english):
    by = scope_of(cast.petugas)
    with pytest.raises(Refused, match="at least one recipient"):
        prepare_letters(by=by, visit=ahead, order=order([]))
    with pytest.raises(Refused, match="more than a year"):
        prepare(ahead, day=date(2019, 1, 1))
    with pytest.raises(Refused, match="once the visit is done"):
        prepare(ahead, kind=Kind.THANKS)
    with pytest.raises(Refused, match="has had no letter"):
        prepare(ahead, kind=Kind.REMINDER)
    with pytest.raises(PermissionDenied):
        prepare(ahead, by=cast.petugas_sadu)
    with pytest.raises(PermissionDenied):
        prepare(ahead, by=cast.pejabat)
    with pytest.raises(Refused, match="nobody is to be invited"):
        prepare(go(ahead, Step.CANCEL))
    with pytest.raises(Refused, match="thanks with the result"):
        prepare(go(visit(), Step.START))
    assert not Letter.objects.exists()
    assert not LetterNumber.objects.exists()


def test_reminder_and_thanks_speak_of_the_letter_before(visit, prepare, list_person, go, today):
    list_person("Siti")
    made = visit()
    first = prepare(made)
    reminder = prepare(made, kind=Kind.REMINDER)
    assert f"Nomor {first.number.text} tanggal" in text_of_pdf(reminder)
    thanks = prepare(go(made, Step.START, Step.FINISH), kind=Kind.THANKS)
    assert (thanks.about, thanks.handle) == (first, None)
    assert "Direkam : 0 orang" in text_of_pdf(thanks)


def test_a_moved_visit_makes_its_letter_outdated_and_the_correction_replaces_it(
    ahead, prepare, plan, cast, today, english
):
    by, letter = scope_of(cast.petugas), prepare(ahead)
    assert not anew(letter).is_outdated
    with pytest.raises(Refused, match="nothing is to be corrected"):
        correct_letter(by=by, letter=letter, day=today, site="")
    moved = plan(day=ahead.day + timedelta(days=2), starts=time(9))
    edit_visit(by=by, visit=ahead, plan=moved, seen_version=ahead.version)
    assert anew(letter).is_outdated
    assert list(Letter.objects.outdated()) == [letter]
    new = correct_letter(by=by, letter=letter, day=today, site="https://x")
    assert f"menggantikan surat kami Nomor {letter.number.text}" in text_of_pdf(new)
    assert "09.00–14.00 WIB" in text_of_pdf(new)
    old = anew(letter)
    assert (old.is_live, old.is_outdated, old.replaced_by) == (False, False, new)
    assert not Letter.objects.outdated().exists()
    with pytest.raises(Refused, match="was replaced by"):
        correct_letter(by=by, letter=letter, day=today, site="")


def test_a_visit_put_off_is_corrected_by_a_letter_about_the_new_one(ahead, prepare, cast, today, go, english):
    by, letter, later = scope_of(cast.petugas), prepare(ahead), ahead.day + timedelta(days=7)
    again = postpone_visit(by=by, visit=ahead, reason="ombak", day=later, starts=time(8), ends=time(14))
    assert list(Letter.objects.outdated()) == [letter]
    new = correct_letter(by=by, letter=letter, day=today, site="")
    assert (new.visit, new.replaces) == (again, letter)
    go(again, Step.CANCEL)
    with pytest.raises(Refused, match="Tell the recipient"):
        correct_letter(by=by, letter=new, day=today, site="")


def test_a_revoked_link_is_on_no_paper(ahead, prepare, cast):
    letter = prepare(ahead)
    link = link_of(anew(letter)).removeprefix("https://")
    revoke_link(by=scope_of(cast.petugas), letter=letter)
    text = text_of_pdf(letter)
    assert link not in text
    assert "tidak berlaku lagi" in text


def test_what_was_voided_or_replaced_says_so_on_paper(ahead, visit, prepare, plan, cast, today):
    by, voided, old = scope_of(cast.petugas), prepare(visit(day=today)), prepare(ahead)
    link = link_of(anew(voided)).removeprefix("https://")
    void_letter(by=by, letter=voided, reason="salah")
    text = text_of_pdf(voided)
    assert f"{voided.number.text} (DIBATALKAN)" in text
    assert link not in text
    edit_visit(by=by, visit=ahead, plan=plan(day=ahead.day, place_name="Masjid"), seen_version=0)
    new = correct_letter(by=by, letter=old, day=today, site="https://x")
    assert f"{old.number.text} (DIGANTI)" in text_of_pdf(old)
    assert "DIGANTI" not in text_of_pdf(new)


def test_titles_and_areas_of_recipients(places, visit, today):
    sadu = visit(kecamatan=places.sadu, desa=[places.lokan], day=today)
    assert [(one.title, one.area) for one in recipients_of(sadu)] == [
        ("Lurah Sungai Lokan", "Kelurahan Sungai Lokan"),
        ("Camat Sadu", "Kecamatan Sadu"),
    ]
    places.lambur.head_title = "Pj. Kepala Desa"
    assert Recipient(places.timur, desa=places.lambur).title == "Pj. Kepala Desa Lambur"


def test_a_letter_is_not_corrected_where_its_recipient_was_written_to_anew(ahead, prepare, send, cast, today, english):
    by, old = scope_of(cast.petugas), send(prepare(ahead))
    day = today + timedelta(days=9)
    later = postpone_visit(by=by, visit=ahead, reason="ombak", day=day, starts=time(9), ends=time(12))
    new = prepare(later)
    with pytest.raises(Refused, match=f"{new.number.text} about the new plan"):
        correct_letter(by=by, letter=old, day=today, site="https://x")
    assert Letter.objects.count() == 2
