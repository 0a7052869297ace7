"""An office without a domain: its own authority on the phone, and the field page works over HTTPS on its own name."""

import os
import shutil
import subprocess

import pytest
from playwright.sync_api import Error

from tests.browser.conftest import FLAGS, chromium_path
from tests.site_process import manage, new_database, running
from tests.started_once import copied, first_start

NAME = "ektp.lan"
READY = "navigator.serviceWorker.ready.then((registration) => registration.scope)"


@pytest.fixture
def home(tmp_path):
    """The home of somebody whose browser trusts nobody new yet."""
    if shutil.which("certutil") is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("certutil (libnss3-tools) is missing.")
        pytest.skip("NOT TESTED: certutil (Debian: libnss3-tools) tells a browser whom to trust, and is not here.")
    folder = tmp_path / "home" / ".pki" / "nssdb"
    folder.mkdir(parents=True)
    subprocess.run(["certutil", "-d", f"sql:{folder}", "-N", "--empty-password"], check=True)
    return tmp_path / "home"


def trust(home, authority) -> None:
    """What "Install a certificate" does on a phone."""
    place = f"sql:{home / '.pki' / 'nssdb'}"
    subprocess.run(["certutil", "-d", place, "-A", "-t", "C,,", "-n", "office", "-i", str(authority)], check=True)


def opened(chromium, home, port: int) -> str:
    """What a fresh browser of this home makes of the field page: the scope that its worker serves, or the error."""
    browser = chromium.browser_type.launch(
        executable_path=chromium_path(),
        args=[*FLAGS, f"--host-resolver-rules=MAP {NAME} 127.0.0.1"],
        env={**os.environ, "HOME": str(home)},
    )
    try:
        page = browser.new_page()
        page.goto(f"https://{NAME}:{port}/field/")
        return page.evaluate(READY)
    except Error as fault:
        return fault.message
    finally:
        browser.close()


def test_a_phone_that_trusts_the_office_takes_the_field_page(chromium, tmp_path, tmp_path_factory, home):
    https = tmp_path / "https"
    with new_database(tmp_path / "data") as database:
        copied(tmp_path_factory, "first", first_start, database.folder)
        made = manage("make_certificate", NAME, "--folder", str(https), **database.env)
        assert made.returncode == 0, made.stderr
        with running(database, "--https", str(https), asked=False) as site:
            site.wait_until_listening()
            assert "ERR_CERT_AUTHORITY_INVALID" in opened(chromium, home, site.port)
            trust(home, https / "authority.crt")
            assert opened(chromium, home, site.port) == f"https://{NAME}:{site.port}/field/"
