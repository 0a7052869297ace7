"""Messages for WhatsApp and their links, and the QR code of a letter."""

from urllib.parse import parse_qs, urlsplit

import pytest

from outreach.paper_words import CODES, LINKS
from outreach.papers import short_codes
from outreach.papers.default_texts import MESSAGES
from outreach.papers.letter_text import EXAMPLES, Kind
from outreach.papers.qr import svg_of
from outreach.papers.whatsapp import Fault, NoLink, link, message, mobile


@pytest.mark.parametrize(
    "phone",
    [
        *("081234567890", "+6281234567890", "6281234567890", "81234567890", "0812-3456-7890", "0812.3456.7890"),
        *(
            "+62 812 3456 7890",
            "(0812) 3456 7890",
            "+62 (0)812 3456 7890",
            "0812–3456‑7890",
            "\u202a0812 3456 7890\u202c",
        ),
        *("006281234567890", "0812\u00a03456\u00a07890", "\ufeff081234567890"),
    ],
)
def test_every_local_form_is_one_number(phone):
    assert mobile(phone) == "6281234567890"


@pytest.mark.parametrize(
    ("phone", "fault"),
    [
        ("", Fault.NO_NUMBER),
        (" - ", Fault.NO_NUMBER),
        ("0740 21234567", Fault.NOT_MOBILE),
        ("021 1234 5678", Fault.NOT_MOBILE),
        ("0812", Fault.NOT_A_NUMBER),
        ("0812 3456 7890 / 0813 1111 2222", Fault.NOT_A_NUMBER),
        ("+65 8123 4567", Fault.NOT_A_NUMBER),
        ("٠٨١٢٣٤٥٦٧٨٩٠", Fault.NOT_A_NUMBER),
        ("telepon saja", Fault.NOT_A_NUMBER),
    ],
)
def test_what_whatsapp_cannot_reach_says_why(phone, fault):
    with pytest.raises(NoLink) as refused:
        mobile(phone)
    assert refused.value.fault is fault
    assert str(LINKS[fault]).endswith(".")


@pytest.mark.parametrize("kind", Kind)
def test_a_message_arrives_as_it_was_written(kind):
    text = message(MESSAGES[kind], {**EXAMPLES, "kepala": "Pak #1 & co + 100% 😀"})
    parts = urlsplit(link("0812 3456 7890", text))
    assert (parts.scheme, parts.netloc, parts.path, parts.fragment) == ("https", "wa.me", "/6281234567890", "")
    assert parse_qs(parts.query) == {"text": [text]}


def test_a_message_that_is_too_long_is_refused():
    with pytest.raises(NoLink) as refused:
        link("0812 3456 7890", "x" * 1501)
    assert refused.value.fault is Fault.TOO_LONG


def test_the_code_of_a_link_is_an_svg_of_squares():
    svg = svg_of("https://dukcapil.contoh.go.id/j/7k2m-x4rt-91ac-ehjn")
    assert svg.startswith("<svg ")
    assert "href" not in svg
    with pytest.raises(ValueError, match="too long"):
        svg_of("https://contoh.go.id/" + "x" * 200)


def test_every_fault_of_a_short_code_has_its_sentence():
    assert set(CODES) == set(short_codes.Fault)
    assert set(LINKS) == set(Fault)
