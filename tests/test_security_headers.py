"""The headers of every page, and what production asks for and turns on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from tests.conftest import PASSWORD
from tests.test_open_pages import addresses

ROOT = Path(__file__).resolve().parent.parent


def policy(response):
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: value for name, _space, value in parts}


@pytest.mark.parametrize("who", [None, "admin"])
def test_every_page_carries_the_headers(sign_in, who):
    client = sign_in(who, raise_request_exception=False)
    seen = 0
    for address in [*addresses(), "/nothing/here/"]:
        response = client.get(address)
        if response.status_code == 500:
            continue
        seen += 1
        found = policy(response)
        assert found["default-src"] == "'none'", address
        assert found["script-src"] == found["style-src"] == "'self'", address
        assert found["frame-ancestors"] == found["base-uri"] == found["object-src"] == "'none'", address
        assert "unsafe" not in response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "DENY"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"
        assert response["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "no-store" in response["Cache-Control"] or "no-cache" in response["Cache-Control"], address
        assert "public" not in response["Cache-Control"]
    assert seen >= 30


@pytest.mark.parametrize("address", ["/account/", "/accounts/password_change/", "/admin/", "/accounts/login/"])
def test_pages_with_data_are_never_stored(sign_in, address):
    response = sign_in(None if "login" in address else "admin").get(address)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


def test_no_page_of_the_door_needs_what_the_policy_forbids(sign_in, places):
    import re

    pages = [(None, "/accounts/login/"), (None, "/accounts/password_reset/"), (None, "/api/v1/docs")]
    pages += [("admin", path) for path in ("/account/", "/accounts/password_change/", "/admin/")]
    for who, address in pages:
        body = sign_in(who).get(address).content.decode()
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)|javascript:", body), address


def test_cookies_are_kept_from_scripts_and_other_sites(cast):
    client = Client()
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"username": "admin", "password": PASSWORD})
    client.post("/account/language/", {"language": "en"})
    assert {"sessionid", "csrftoken", "known_browser", "language"} <= set(client.cookies)
    for cookie in client.cookies.values():
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] == "Lax", cookie.key


# --- Production -----------------------------------------------------------------------------------------------------

LOOK = """
import django; django.setup()
from django.test import Client
from django.conf import settings
plain = Client(raise_request_exception=False).get("/accounts/login/", headers={"host": "ektp.example"})
client = Client(raise_request_exception=False)
safe = client.get("/accounts/login/", headers={"host": "ektp.example"}, secure=True)
print(plain.status_code, plain["Location"])
print(safe.status_code, safe["Strict-Transport-Security"])
print(sorted((key, bool(one["secure"]), bool(one["httponly"])) for key, one in client.cookies.items()))
print(settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.DEBUG)
print(Client().get("/accounts/login/", headers={"host": "other.example"}, secure=True).status_code)
"""


def run(tmp_path, code, **env):
    """Python in a process of its own with only these variables of ours."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "SYSTEMROOT", "HOME"}}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, "DJANGO_SETTINGS_MODULE": "ektp_tracker.settings", "DATA_DIR": str(tmp_path), **env},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )


PRODUCTION = {"PRODUCTION": "1", "SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "ektp.example"}


def test_production_is_https_only_with_secure_cookies_and_hsts(tmp_path):
    collected = run(
        tmp_path,
        "from django.core.management import call_command as c; import django; django.setup(); c('collectstatic', verbosity=0, interactive=False)",
        **PRODUCTION,
    )
    assert collected.returncode == 0, collected.stderr
    looked = run(tmp_path, LOOK, **PRODUCTION)
    assert looked.returncode == 0, looked.stderr
    plain, safe, cookies, names, other = looked.stdout.splitlines()
    assert plain == "301 https://ektp.example/accounts/login/"
    assert safe == "200 max-age=31536000; includeSubDomains; preload"
    assert cookies == "[('__Host-csrftoken', True, True)]"
    assert names == "__Host-sessionid True False"
    assert other == "400"


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": " , "}, "ALLOWED_HOSTS"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"PROXY_COUNT": "two"}, "PROXY_COUNT"),
        ({"PROXY_COUNT": "-1"}, "PROXY_COUNT"),
        ({"PRODUCTION": "perhaps"}, "PRODUCTION"),
        ({"SITE_ADDRESS": "ektp.example.go.id"}, "SITE_ADDRESS"),
        ({"SITE_ADDRESS": "https://ektp.example.go.id/x"}, "SITE_ADDRESS"),
    ],
)
def test_what_is_missing_or_wrong_is_refused_with_a_sentence(tmp_path, changes, word):
    refused = run(tmp_path, "import django; django.setup()", **{**PRODUCTION, **changes})
    last = refused.stderr.strip().splitlines()[-1]
    assert refused.returncode != 0
    assert "ImproperlyConfigured" in last
    assert word in last


def test_the_forwarded_scheme_counts_behind_a_proxy_only(tmp_path):
    code = "from django.conf import settings; print(getattr(settings, 'SECURE_PROXY_SSL_HEADER', None))"
    assert run(tmp_path, code, **PRODUCTION).stdout.strip() == "None"
    assert "X_FORWARDED_PROTO" in run(tmp_path, code, **PRODUCTION, PROXY_COUNT="1").stdout
