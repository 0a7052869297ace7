"""The keys of this site: from the file of settings.KEYS_FILE, with that one current which the database is sealed with.

Read anew when the file has changed, so that a rotation reaches every process.
"""

import threading
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from outreach.keys_file import open_keys
from outreach.models.seal import SealCheck
from outreach.sealing import KeyRing

_lock = threading.Lock()
_known: tuple[object, KeyRing] | None = None


def ring() -> KeyRing:
    """The keys; one look at the file's date, and a query where it changed. Raises SealingError, see ``open_site_keys``."""
    global _known
    path = Path(settings.KEYS_FILE)
    try:
        found = path.stat()
    except OSError:
        return open_site_keys()
    mark = (str(path), found.st_mtime_ns, found.st_ino, found.st_size)
    if _known is None or _known[0] != mark:
        opened = open_site_keys()
        with _lock:
            _known = (mark, opened)
    return _known[1]


def open_site_keys() -> KeyRing:
    """The keys that belong to this database, made on first use of both.

    Raises SealingError with a sentence: the file is missing, open to others, unreadable, or of another database.
    """
    check = SealCheck.objects.filter(pk=1).first()
    found = open_keys(Path(settings.KEYS_FILE), check_value=check.check_value if check else None)
    if check is None:
        try:
            with transaction.atomic():
                SealCheck.objects.create(pk=1, key_id=found.current, check_value=found.check_value())
        except IntegrityError:  # another process was first, perhaps with a file of its own
            return open_site_keys()
        return found
    return KeyRing(found.secrets(), check.key_id)


def forget() -> None:
    """Read the file anew at the next use; for tests, whose databases come and go."""
    global _known
    _known = None
