"""The papers as PDF: what stands on them, whatever people typed, and that nothing is read or fetched."""

import io
import re
import threading
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import typst
from PIL import Image
from pypdf import PdfReader

from kecamatan.papers import typesetting
from kecamatan.papers.glyphs import unprintable
from kecamatan.papers.heads import Letterhead, Signer
from outreach.papers.layouts import FOLDER, LETTER
from outreach.papers.letters import Order
from outreach.papers.lists import Footer, Person, calling_list, tally_sheet
from outreach.papers.records import Record
from outreach.papers.short_codes import as_printed, draw
from tests.outreach.papers.papers_world import NASTY, SIGNER, letter, letterhead, pages, png, svg

FOOTER = Footer("rahmat", "25 Juni 2024 pukul 09.14 WIB", "mengundang warga Desa Kuala Jambi")
FACTS = (("Tempat", "Balai Desa Kuala Jambi"),)


def test_a_letter_says_all_that_a_surat_dinas_says():
    (text,) = pages(letter().pdf())
    for part in (
        "PEMERINTAH KABUPATEN TANJUNG JABUNG TIMUR DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL",
        "Telepon (0740) 7370123, Pos-el dukcapil@contoh.go.id",
        "Muara Sabak, 25 Juni 2024",
        "Nomor : 471.13/7/DUKCAPIL/VI/2024 Sifat : Biasa Lampiran : – Hal : Jemput Bola Perekaman KTP-el",
        "Yth. 1. Camat Kuala Jambi 2. Kepala Desa Kuala Jambi di – Tempat",
        "Hari/Tanggal : Rabu, 3 Juli 2024 Pukul : 08.00–12.00 WIB",
        "1. mengumumkan kegiatan",
        "a.n. Kepala Dinas Sekretaris, Dra. Contoh Wakil Pembina NIP 19700512 199303 2 004",
        "Tembusan: 1. Bupati Tanjung Jabung Timur",
    ):
        assert part in text
    assert "contoh.go.id/j/7k2m-" in text


@pytest.mark.parametrize("crest", [None, png(), svg()])
def test_a_letter_has_its_crest_or_none(crest):
    pictures = typesetting.pictures_of(LETTER, letter(head=letterhead(crest)).values(), ppi=50)
    image = Image.open(io.BytesIO(pictures[0])).convert("L")
    corner = image.crop((50, 30, 92, 62))
    assert (min(corner.tobytes()) < 200) == (crest is not None)


def test_a_letter_without_a_link_has_no_code():
    (text,) = pages(letter(link="").pdf())
    assert "Pindai" not in text


def test_signers_by_what_they_sign_as():
    assert Signer("Kepala Dinas", prefix="Plt.").values()["titles"] == ["Plt. Kepala Dinas,"]
    assert Signer("Kepala Dinas").values()["titles"] == ["Kepala Dinas,"]
    assert SIGNER.values()["titles"] == ["a.n. Kepala Dinas", "Sekretaris,"]


@pytest.mark.parametrize("nasty", NASTY)
def test_what_looks_like_markup_prints_as_it_is(nasty):
    said = letter(subject=nasty, addressees=(nasty,), number=nasty, signer=replace(SIGNER, name=nasty), copies=(nasty,))
    (text,) = pages(said.pdf())
    # Subject, number, addressee, signer and copy.
    assert re.sub(r"\s", "", text).count(re.sub(r"\s", "", nasty)) == 5
    rows = pages(calling_list(letterhead(), [Person(nasty, note=nasty)], facts=[(nasty, nasty)], footer=FOOTER))[0]
    assert re.sub(r"\s", "", rows).count(re.sub(r"\s", "", nasty)) == 4


@pytest.mark.parametrize(
    ("name", "printed", "missing"),
    [
        ("محمد", "محمد", ""),
        ("ꦲꦤꦕꦫꦏ", "ꦲꦤꦕꦫꦏ", ""),
        ("Ὀδυσσεύς", "□δυσσεύς", "Ὀ"),
        ("Пётр", "Пётр", ""),
        ("Nguye\u0302\u0303n", "Nguyễn", ""),
        ("王小明", "□□□", "王小明"),
        ("😀 Budi 👨\u200d👩\ufe0f", "□ Budi □\u200d□", "😀👨👩"),
    ],
)
def test_names_in_any_script_print_or_show_that_something_is_missing(name, printed, missing):
    (text,) = pages(calling_list(letterhead(), [Person(name), Person("Siti")], facts=FACTS, footer=FOOTER))
    assert typesetting.clean(name) == printed
    assert unprintable(unicodedata.normalize("NFC", name)) == missing
    assert "\0" not in text
    assert "Siti" in text
    assert missing or printed in text


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from Linux")
def test_long_lists_do_not_pile_up_in_memory():
    def megabytes() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 // 1_000_000

    used = []
    for turn in range(6):
        people = [Person(f"Warga {row} {turn}", "L", 17, "RT 01", "150703••••••0002") for row in range(250)]
        calling_list(letterhead(), people, facts=FACTS, footer=FOOTER)
        used.append(megabytes())
    # 85 where typst keeps them, 2 where it forgets.
    assert used[-1] - used[1] < 30


def test_scripts_of_here_have_glyphs_and_no_font_of_the_machine_is_used():
    names = [Person("Siti"), Person("محمد"), Person("ꦲꦤꦕꦫꦏ"), Person("ᮞᮥᮔ᮪ᮓ")]
    reader = PdfReader(io.BytesIO(calling_list(letterhead(), names, facts=FACTS, footer=FOOTER)))
    fonts = {
        str(one.get_object()["/BaseFont"]).split("+")[-1] for one in reader.pages[0]["/Resources"]["/Font"].values()
    }
    assert {"Arimo", "NotoNaskhArabic-Regular", "NotoSansJavanese-Regular", "NotoSansSundanese-Regular"} <= {
        font.removesuffix("-Identity-H") for font in fonts
    }
    assert set(typesetting._tools().fonts.families()) == {
        *("Arimo", "Noto Naskh Arabic", "Noto Sans Javanese", "Noto Sans Sundanese"),
    }


def test_fonts_are_small_and_come_with_their_licence():
    folder = typesetting.HERE / "fonts"
    assert 100_000 < sum(path.stat().st_size for path in folder.glob("*.ttf")) <= 400_000
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text()


def test_what_cannot_be_printed_is_left_out():
    cleaned = typesetting.clean("a\0b\x1b\u202ec\ud800d\ne")
    assert cleaned.replace("\ufffd", "") == "abcd\ne"
    assert "\ufffd" in cleaned
    (text,) = pages(letter(subject="Hal\0 \ud800 \u202eini").pdf())
    assert "ini" in text


def test_a_list_repeats_its_head_and_its_footer_on_every_page():
    people = [Person(f"Warga {row}", "L", 17, "RT 01", "150703••••••0002") for row in range(150)]
    texts = pages(calling_list(letterhead(), people, facts=FACTS, footer=FOOTER, signer=SIGNER, place_and_day="X"))
    assert len(texts) >= 3
    for number, text in enumerate(texts, start=1):
        assert f"Halaman {number} dari {len(texts)}" in text
        assert "Dibuat oleh rahmat pada 25 Juni 2024 pukul 09.14 WIB untuk mengundang warga Desa Kuala Jambi" in text
    assert all("No Nama L/P Umur RT/RW NIK Keterangan" in text for text in texts[:-1])
    assert "Warga 149" in "".join(texts)


def test_an_empty_list_and_a_long_name_are_papers_too():
    assert "Jumlah: 0 orang." in pages(calling_list(letterhead(), [], facts=(), footer=FOOTER))[0]
    assert len(pages(calling_list(letterhead(), [Person("Aa" * 300)], facts=FACTS, footer=FOOTER))) == 1


def test_the_tally_sheet_has_the_code_of_each_person():
    codes = draw(20)
    people = [Person(f"Warga {row}", code=code) for row, code in enumerate(codes)]
    whole = " ".join(pages(tally_sheet(letterhead(), people, facts=FACTS, footer=FOOTER)))
    assert all(f"{as_printed(code)} Warga {row}" in whole for row, code in enumerate(codes))
    assert whole.count("+") >= 12


def test_an_order_and_a_record():
    tasks = ("Melaksanakan perekaman di Balai Desa Kuala Jambi;",)
    people = [("Rahmat", "198001012005011001", "Ketua tim"), ("Dewi", "", "Operator")]
    (text,) = pages(Order(letterhead(), "Muara Sabak", date(2024, 6, 25), "800/1/2024", people, tasks, SIGNER).pdf())
    assert "SURAT PERINTAH TUGAS Nomor: 800/1/2024" in text
    assert "1 Rahmat 19800101 200501 1 001 Ketua tim 2 Dewi Operator" in text
    day, sides = date(2024, 7, 3), (Signer("Kepala Desa", "Ahmad"), Signer("Ketua Tim", "Rahmat"))
    results = (("Direkam", 1029), ("Tidak hadir", None))
    record = Record(letterhead(), day, "1/2024", FACTS, ("Rahmat",), results, *sides, made_by="Dibuat oleh rahmat")
    (text,) = pages(record.pdf())
    assert "hari ini Rabu tanggal tiga bulan Juli tahun dua ribu dua puluh empat" in text
    assert "Direkam 1.029 Tidak hadir Kendala" in text
    assert "Banjir" in pages(replace(record, troubles="Banjir").pdf())[0]


def test_layouts_neither_import_nor_read_nor_eval():
    looked_at = sorted([*typesetting.COMMON.parent.glob("*.typ"), *FOLDER.glob("*.typ")])
    assert {path.stem for path in looked_at} >= {"common", "crest", "letter", "list", "order", "record"}
    for path in looked_at:
        code = re.sub(r"//.*", "", path.read_text(encoding="utf-8"))
        assert not re.search(r"import|include|eval|read\(|plugin|yaml|toml|csv|xml|@[a-z]", code), path.name
        assert not re.search(r"(image|json)\((?!bytes\()", code), path.name


@pytest.mark.parametrize(
    "source", ['#read("/etc/hostname")', '#image("../../etc/x.png")', '#include "x.typ"', '#import "@local/x:1.0.0"']
)
def test_even_a_layout_that_tries_reaches_no_file(source):
    with pytest.raises(typst.TypstError, match=r"not found|escape"):
        typesetting._tools().compiler().compile(source.encode(), format="pdf")


def test_a_broken_crest_stops_at_the_upload_and_never_breaks_the_site():
    assert typesetting.draws(png())
    assert typesetting.draws(svg())
    assert not typesetting.draws(png()[:60])
    with pytest.raises(typesetting.CannotSet):
        letter(head=replace(letterhead(), crest=b"no picture")).pdf()
    with pytest.raises(ValueError, match="no layout"):
        typesetting.pdf_of(FOLDER.parent / "letter.typ", {})


def test_threads_set_their_own_papers():
    made = {}

    def work(number: int) -> None:
        made[number] = pages(letter(number=f"470/{number}/2024").pdf())[0]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(f"Nomor : 470/{number}/2024 Sifat" in made[number] for number in range(8))


def test_a_long_office_name_keeps_to_its_line_or_wraps():
    for office in ("Dinas", "Dinas Kependudukan, Pencatatan Sipil, Pemberdayaan Perempuan dan Perlindungan Anak"):
        head = Letterhead("Pemerintah Kota X", office)
        assert office.upper() in pages(letter(head=head).pdf())[0]
