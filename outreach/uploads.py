"""Uploaded lists while they wait to be taken in: each in a file of its own that only its owner reads, deleted after."""

import hashlib
import os
import time
import uuid
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from outreach import keys
from outreach.sealing import Place

FILE = Place("outreach_importbatch", "file")
#: An upload that nobody took in is deleted after so long.
MOST_HOURS = 48


def folder() -> Path:
    """Where uploads lie; made for this user alone."""
    path = Path(settings.DATA_DIR) / "uploads"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(upload: uuid.UUID) -> Path:
    """The file of an upload, whether it is still there or not."""
    return folder() / upload.hex


def keep(upload: uuid.UUID, chunks: Iterable[bytes]) -> str:
    """Write an upload to its file; gives the SHA-256 of what was in it."""
    digest = hashlib.sha256()
    handle = os.open(path_of(upload), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        for chunk in chunks:
            file.write(chunk)
            digest.update(chunk)
    return digest.hexdigest()


def print_of(digest: str) -> str:
    """What is kept of a file, to know it again: under the site's key, so that it tells nobody else anything."""
    return keys.ring().fingerprint(digest, FILE)


def drop(upload: uuid.UUID) -> None:
    """Delete an upload, if it is there."""
    path_of(upload).unlink(missing_ok=True)


def drop_old() -> int:
    """Delete what nobody took in; gives how many there were."""
    limit, dropped = time.time() - MOST_HOURS * 3600, 0
    for path in folder().iterdir():
        if path.is_file() and path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
            dropped += 1
    return dropped
