"""Names as people spell them: the same words from every spelling, and a search that finds them. All names are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.person_names import LONGEST, found_by, search_column, search_terms, squeeze_word, words_of

SAME = [
    ("Muhammad Yusuf", "MUHAMAD YUSUF", "Muh. Yusuf", "Moh. Jusuf", "M. Yusup", "Mochammad Jusup", "Mhd Yusuf"),
    ("Muhammad Yusuf", "Mohammad Yusuf", "Mohd. Yusuf", "MUHAMMAD  YUSUF,", "H. Muh. Yusuf, S.Pd.I", "Mokhamad Yusuf"),
    (
        "Ahmad Fauzi",
        "Achmad Fauzi",
        "Akhmad Pauzi",
        "Drs. H. AHMAD FAUZI, M.Si.",
        "Ahmad Fauzi S. Pd. I",
        "AHMAD FAUZI SH",
    ),
    ("Sa'diah", "Sadiah", "SA’DIYAH", "Sa`diyah", "Hj. Sadiyah"),
    ("Siti Aminah", "St. Aminah", "SITTI AMINAH", "Siti Aminah binti", "Sitti Amina", "Siti Aminnah, A.Md.Keb"),
    ("Aminah Hasan", "Aminah binti Hasan", "AMINAH BTE. HASAN", "Aminah bin Hasan", "Almh. Aminah Hasan"),
    ("Suryadi", "Soerjadi", "Suriadi", "SURYADI, S.E., M.M."),
    ("Cahyadi", "Tjahjadi", "Cahyady"),
    ("Joko Susilo", "Djoko Soesilo", "JOKO  SUSILO (ALM)", "Bpk. Joko Susilo"),
    ("Nyoman Sukarti", "Njoman Soekarti"),
    ("Syarif", "Sjarif", "Sarif", "Syarief", "Sharif"),
    ("Abdurrahman", "Abdul Rahman", "Abd. Rahman", "Abdur Rahman", "ABDURAHMAN", "Abdulrahman"),
    ("Abdussalam", "Abdul Salam", "Abdus Salam"),
    ("Rizky", "Rizki", "Rizqi", "Rizkie", "Riski"),
    ("Zulkifli", "Dzulkifli", "Zulkipli", "Sulkifli"),
    ("Khairul", "Chairul", "Hairul"),
    ("Zainal", "Zaenal", "Zaenall"),
    ("Fatimah", "Patimah", "Fathimah", "Fatima"),
    ("Wahyu", "Wahju"),
    ("Kristina", "Christina"),
    ("Desi Ratnasari", "DESSY RATNASARI", "Dessi Ratnasary"),
    ("Andi Daeng Mattiro", "ANDI DAENG MATIRO"),
    ("Renée", "RENÉE", "Renee"),
]
APART = [
    ("Abdullah", "Abdul Latif"),
    ("Ahmad", "Muhammad"),
    ("Hasan", "Husin"),
    ("Rina", "Rani"),
    ("Joko", "Yoko Ono"),
    ("Siti Aminah", "Siti Aisyah"),
    ("Nurhayati", "Nurhidayati"),
    ("Andi", "Adi"),
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda row: row[0])
def test_spellings_of_one_name_give_the_same_words(spellings):
    assert {words_of(one) for one in spellings} == {words_of(spellings[0])}
    for typed in spellings:
        for name in spellings:
            assert found_by(typed, name)


@pytest.mark.parametrize(("one", "other"), APART)
def test_other_names_stay_apart(one, other):
    assert words_of(one) != words_of(other)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("hayati", "Siti Nurhayati"),
        ("nur hayati", "Siti Nurhayati"),
        ("nurhayati", "Siti Nur Hayati"),
        ("HAYATI siti", "Siti Nur Hayati"),
        ("yusuf muh", "Muhammad Yusuf"),
        ("m yusuf", "Muhammad Yusuf"),
        ("m", "Mira Lestari"),
        ("moham", "Muh. Yusuf"),
        ("muha", "M. Yusuf"),
        ("rahman", "Abdurrahman"),
        ("abdur", "Abdul Rahman"),
        ("abdurrah", "Abd. Rahman"),
        ("muly", "Mulyadi"),
        ("mu", "Mulyadi"),
        ("soe", "Suryadi"),
        ("sur", "Soerjadi"),
        ("fat", "Patimah"),
        ("dani", "Daniel"),
        ("ir", "Irma Suryani"),
        ("nyo", "Nyoman Sukarti"),
        ("", "Mira Lestari"),
        (" - ", "Mira Lestari"),
    ],
)
def test_what_is_typed_finds(typed, name):
    assert found_by(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ina", "Aminah Hasan"),
        ("siti rahma", "Siti Aminah"),
        ("yusuf", "Yunus"),
        ("mira yusuf", "Muhammad Yusuf"),
        ("an", "Hasan"),
        ("mira", ""),
    ],
)
def test_what_is_typed_does_not_find(typed, name):
    assert not found_by(typed, name)


def test_names_made_of_titles_only_are_kept():
    assert words_of("Haji") == ("haji",)
    assert words_of("H.") == ("h",)
    assert words_of("Ny. Nyai") == ("niai",)
    assert words_of("Binti") == ("binti",)
    assert words_of("-") == ()


def test_doubtful_degrees_are_names_where_nothing_marks_them():
    assert words_of("Yohanes Ama") == ("iohanes", "ama")
    assert words_of("Yohanes, M.A.") == words_of("Yohanes M.A.") == words_of("Yohanes, ST") == ("iohanes",)
    assert words_of("Fauzi, Ahmad") == ("pausi", "ahmad")


def test_the_column_is_the_words_and_all_in_one_piece():
    assert search_column("Siti Nur Hayati") == " siti nur haiati sitinurhaiati"
    assert search_column("") == ""
    assert search_terms("Nur Hayati") == (" nur", "haiati")


@given(st.text(max_size=60))
def test_any_text_is_squeezed_and_found_by_itself(text):
    assert all(word.isascii() and word.isalpha() and word.islower() for word in words_of(text))
    assert words_of(text) == words_of(text.upper().lower()) or not text.isascii()
    assert found_by(text, text)


names = st.lists(
    st.sampled_from(
        ["Siti", "Nur", "Hayati", "Muhammad", "Yusuf", "Aminah", "Djoko", "Soerjadi", "Fauzi", "Rizky", "Abdurrahman"]
    ),
    min_size=1,
    max_size=4,
)


@given(names, st.data())
def test_parts_in_any_order_and_case_find_the_name(name, data):
    parts = data.draw(st.permutations(name))[: data.draw(st.integers(1, len(name)))]
    typed = " ".join(data.draw(st.sampled_from([part, part.upper(), part.lower()])) for part in parts)
    assert found_by(typed, " ".join(name))


@given(st.from_regex(r"[a-z]{2,12}", fullmatch=True))
def test_doubling_letters_changes_nothing(word):
    assert squeeze_word("".join(letter * 2 for letter in word)) == squeeze_word(word)


def test_endless_names_cost_no_endless_time():
    assert len(words_of("a" * 1_000_000)) == 1
    assert len("".join(words_of("ab " * 1_000_000))) <= LONGEST
