"""The shell of the field page: the same for everybody and empty of people; its words, its scripts and what they weigh."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from outreach.views.field.out_words import OUT_WORDS
from outreach.views.field.scripts import needed_by
from outreach.views.field.words import WORDS

ADDRESSES = ["/field/", "/field/1/", "/field/987654/"]
FIELD = Path(settings.BASE_DIR) / "static" / "field"
OWN = ["app.js", *(f"ui/{path.name}" for path in sorted((FIELD / "ui").glob("*.js")))]
#: What the screens may weigh, compressed one by one; what they need of the phone's store and keys comes on top.
MOST_BYTES = 60 * 1024
#: A sentence in a script: t("…"), and both of tn("…", "…").
SAID = re.compile(r'\bt\(\s*"((?:[^"\\]|\\.)*)"|\btn\(\s*"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)"')
LONGEST_LINE, LONGEST_MODULE = 125, 400


def test_it_is_the_same_for_everybody_and_looks_nobody_up(cast, sign_in):
    pages = set()
    clients = [Client(), sign_in("petugas"), sign_in("admin"), sign_in("pejabat")]
    for client in clients:
        for address in ADDRESSES:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                response = client.get(address, headers={"accept-language": "en"})
            assert response.status_code == 200
            assert len(queries) == 0
            assert not response.cookies
            assert "Cookie" not in response.headers.get("Vary", "")
            pages.add(response.content)
    assert len(pages) == 1
    text = pages.pop().decode()
    assert '<html lang="id">' in text
    for secret in ("petugas", "csrf", "Muara Sabak"):
        assert secret not in text.lower()


@pytest.mark.parametrize("address", [*ADDRESSES, "/field/manifest.webmanifest"])
def test_it_takes_no_other_method_and_no_address_beside_its_own(db, address):
    for method in ("post", "put", "patch", "delete"):
        assert getattr(Client(), method)(address).status_code == 405
    assert Client().get(address + "x").status_code == 404


def test_only_here_may_the_camera_be_used(db, sign_in):
    response = Client().get("/field/")
    assert response["Permissions-Policy"].startswith("camera=(self), microphone=()")
    assert response["Cache-Control"] == "no-cache"
    assert Client().get("/field/", headers={"if-none-match": response["ETag"]}).status_code == 304
    assert sign_in("petugas").get("/visits/")["Permissions-Policy"].startswith("camera=()")


def test_nothing_in_it_is_code(db):
    text = Client().get("/field/").content.decode()
    assert not re.findall(r"<script(?![^>]*\b(?:src=|type=\"application/json\"))", text)
    assert not re.search(r"\s(?:style|on[a-z]+)=", text)


def test_a_phone_can_put_it_among_its_apps(db):
    response = Client().get("/field/manifest.webmanifest")
    told = response.json()
    assert response["Content-Type"] == "application/manifest+json"
    assert (told["start_url"], told["scope"], told["display"]) == ("/field/", "/field/", "standalone")
    assert {(one["sizes"], one["purpose"]) for one in told["icons"]} >= {("192x192", "any"), ("512x512", "maskable")}
    for one in told["icons"]:
        picture = Path(finders.find(one["src"].removeprefix("/static/"))).read_bytes()
        width, height = int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])
        assert picture.startswith(b"\x89PNG")
        assert one["sizes"] == f"{width}x{height}"


def said_in(name: str) -> set[str]:
    found = SAID.findall((FIELD / name).read_text(encoding="utf-8"))
    return {json.loads(f'"{one}"') for found_one in found for one in found_one if one}


def test_the_catalogue_knows_every_sentence_of_the_scripts_and_no_other():
    said = {name: said_in(name) for name in [path.relative_to(FIELD).as_posix() for path in FIELD.rglob("*.js")]}
    known = {*WORDS, *OUT_WORDS}
    assert {(name, one) for name, all_of in said.items() for one in all_of if one not in known} == set()
    assert known - set().union(*said.values()) == set()
    assert len(WORDS) + len(OUT_WORDS) == len(known) > 250


def test_the_page_carries_the_indonesian_of_each(db):
    text = Client().get("/field/").content.decode()
    words = json.loads(re.search(r'<script id="words"[^>]*>(.*?)</script>', text, re.DOTALL).group(1))
    assert set(words) == {*WORDS, *OUT_WORDS}
    assert words["Take along"] == "Bawa"


def test_the_browser_is_told_of_every_script_that_the_page_needs_at_once(db):
    text = Client().get("/field/").content.decode()
    told = re.findall(r'<link rel="modulepreload" href="/static/([^"]+)"', text)
    assert told == needed_by("field/app.js")
    assert {"field/app.js", "field/field.js", "field/store.js", "field/ui/dom.js", "vendor/idb-8.0.4/index.js"} <= set(
        told
    )
    assert "field/out.js" not in told
    assert all(finders.find(name) for name in told)


def test_the_screens_are_light_and_their_scripts_short():
    weights = {}
    for name in OWN:
        text = (FIELD / name).read_text(encoding="utf-8")
        weights[name] = len(gzip.compress(text.encode()))
        assert text.count("\n") <= LONGEST_MODULE, name
        # A sentence stays in one piece, however long.
        assert max(len(re.sub(r'"[^"]*"', '""', line)) for line in text.splitlines()) <= LONGEST_LINE, name
        assert text.startswith("/**"), f"{name} does not say what it is"
    weights["field.css"] = len(gzip.compress((FIELD.parent / "css" / "field.css").read_bytes()))
    assert len(weights) > 12
    assert sum(weights.values()) <= MOST_BYTES, weights
