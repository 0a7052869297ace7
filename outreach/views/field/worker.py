"""The service worker of the field page, and the version of the page: a hash of everything that a phone keeps of it."""

import hashlib
import json
import re
from functools import lru_cache
from html import unescape
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from outreach.views.field import shell

#: Kept on the phone although no part of the page names them before they are needed; under ``static/``.
FOLDERS = ("field", "vendor")
SUFFIXES = frozenset({".js", ".css", ".svg", ".png"})
#: Runs on the other pages of the site, where there is a network.
NOT_KEPT = frozenset({"field/leave.js", "field/take_in.js", "field/worker.js"})
WORKER = "field/worker.js"
VERSION_DIGITS = 16


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that the browser compares byte by byte: another version of anything is another script."""
    kept = _kept() if not settings.DEBUG else _kept.__wrapped__()
    body = f'import {{ work }} from "{static(WORKER)}";\n\nwork(self, {kept});\n'
    return HttpResponse(
        body,
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache", "Service-Worker-Allowed": reverse("outreach:field")},
    )


def app_version() -> str:
    """The version of the page as its worker has it; 16 hexadecimal digits."""
    return json.loads(_kept() if not settings.DEBUG else _kept.__wrapped__())["version"]


@lru_cache(maxsize=1)
def _kept() -> str:
    """What the worker is told, as JSON: nothing of it changes while the process runs."""
    page = _page_of(shell.shell)
    addresses = reverse("outreach:field-manifest")
    names = sorted({*_named_in(page), *_in_folders()} - NOT_KEPT)
    told = {
        "shell": reverse("outreach:field"),
        "files": [addresses, *map(static, names)],
        "folder": settings.STATIC_URL,
        "hashed": hasattr(staticfiles_storage, "hashed_files"),
    }
    content = hashlib.sha256(json.dumps(told).encode() + page + _page_of(shell.manifest))
    for name in (*names, WORKER):
        content.update(name.encode() + Path(finders.find(name)).read_bytes())
    return json.dumps({"version": content.hexdigest()[:VERSION_DIGITS], **told})


def _page_of(view) -> bytes:
    """What the view answers to everybody."""
    request = HttpRequest()
    request.method = "GET"
    return view(request).content


def _named_in(page: bytes) -> set[str]:
    """The names of the static files that the shell's tags point at."""
    found = set()
    by_address = {static(name): name for name in _all_names()}
    for address in re.findall(r'(?:src|href)="([^"]+)"', page.decode()):
        if name := by_address.get(unescape(address)):
            found.add(name)
    return found


def _all_names() -> list[str]:
    return [name for folder in ("field", "vendor", "css", "img") for name in _files_of(folder)]


def _in_folders() -> list[str]:
    return [name for folder in FOLDERS for name in _files_of(folder)]


def _files_of(folder: str) -> list[str]:
    """The files below one folder of ``static/`` that a page may load, by the names that ``static`` takes."""
    root = settings.BASE_DIR / "static"
    return sorted(path.relative_to(root).as_posix() for path in (root / folder).rglob("*") if path.suffix in SUFFIXES)
