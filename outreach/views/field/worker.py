"""The service worker of the field page, and the version of the page: a hash of everything that a phone keeps of it."""

import hashlib
import json
import re
from collections.abc import Callable
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from outreach.views.field import shell

ROOT = settings.BASE_DIR / "static"
#: Below ``static/``: kept on the phone although no part of the page may name them before they are needed.
FOLDERS = ("field", "vendor")
#: Where what the shell names may lie as well.
OTHERS = ("css", "img")
SUFFIXES = frozenset({".js", ".css", ".svg", ".png"})
WORKER = "field/worker.js"
#: These run on other pages of the site, where there is a network, or are kept by the browser itself.
NOT_KEPT = frozenset({"field/leave.js", "field/take_in.js", WORKER})
VERSION_DIGITS = 16


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that the browser compares byte by byte: another version of anything is another script."""
    body = f'import {{ work }} from "{static(WORKER)}";\n\nwork(self, {_now()});\n'
    return HttpResponse(
        body,
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache", "Service-Worker-Allowed": reverse("outreach:field")},
    )


def app_version() -> str:
    """The version of the page as its worker has it: 16 hexadecimal digits."""
    return json.loads(_now())["version"]


def told() -> dict[str, Any]:
    """What the worker is told to keep: addresses of the shell and its files, and whether those change under their address."""
    return {
        "shell": reverse("outreach:field"),
        "files": [reverse("outreach:field-manifest"), *map(static, _names())],
        "folder": settings.STATIC_URL,
        "hashed": hasattr(staticfiles_storage, "hashed_files"),
    }


def version_of(kept: dict[str, Any]) -> str:
    """A hash of the shell, the manifest, every file and the worker."""
    content = hashlib.sha256(json.dumps(kept).encode() + page_of(shell.shell) + page_of(shell.manifest))
    for name in (*_names(), WORKER):
        content.update(name.encode() + (ROOT / name).read_bytes())
    return content.hexdigest()[:VERSION_DIGITS]


def page_of(view: Callable[[HttpRequest], HttpResponse]) -> bytes:
    """What a view answers to everybody."""
    request = HttpRequest()
    request.method = "GET"
    return view(request).content


def _now() -> str:
    """Worked out once for each process, as nothing in it changes; anew each time while the scripts are being written."""
    return _worked_out.__wrapped__() if settings.DEBUG else _worked_out()


@lru_cache(maxsize=1)
def _worked_out() -> str:
    kept = told()
    return json.dumps({"version": version_of(kept), **kept})


def _names() -> list[str]:
    """Files below ``static/`` that are kept: the folders of the page, and what its shell names."""
    named = {unescape(one) for one in re.findall(r'(?:src|href)="([^"]+)"', page_of(shell.shell).decode())}
    found = {name for folder in FOLDERS for name in _below(folder)}
    found |= {name for folder in OTHERS for name in _below(folder) if static(name) in named}
    return sorted(found - NOT_KEPT)


def _below(folder: str) -> list[str]:
    paths: list[Path] = [path for path in (ROOT / folder).rglob("*") if path.suffix in SUFFIXES]
    return [path.relative_to(ROOT).as_posix() for path in paths]
