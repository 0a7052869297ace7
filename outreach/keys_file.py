"""The file that holds a site's keys: made on first use, read by its owner alone, replaced as a whole. No settings here.

It belongs outside the data folder and outside backups: whoever has both the database and this file has every number.
JSON: ``{"version": 1, "current": id, "keys": {id: base64 of 32 bytes}}``. On Windows its mode tells nothing and is not
looked at.
"""

import base64
import json
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from outreach.sealing import KeyRing, SealingError, new_ring

MODE = 0o600
_OPEN_TO_OTHERS = 0o077
_LARGEST = 64 * 1024


class KeysMissing(SealingError):
    """There is no file of keys, although something was sealed with one."""


class KeysExposed(SealingError):
    """Others than its owner may read or write the file of keys."""


class KeysUnreadable(SealingError):
    """The file of keys cannot be read, or is none."""


def open_keys(path: Path, *, check_value: str | None) -> KeyRing:
    """The keys at ``path``; made there where ``check_value`` is None, that is where nothing was sealed yet.

    ``check_value``: as the database keeps it. Raises KeysMissing, KeysExposed, KeysUnreadable, or WrongKey where the
    keys are not those of the database. Two processes that start at once get the same keys.
    """
    try:
        ring = read_keys(path)
    except KeysMissing:
        if check_value is not None:
            raise
        _make(path)
        return read_keys(path)
    if check_value is not None:
        ring.verify(check_value)
    return ring


def read_keys(path: Path) -> KeyRing:
    """The keys in the file; raises KeysMissing, KeysExposed or KeysUnreadable."""
    try:
        with path.open("rb") as file:
            # Of the file that was opened, not of the name, which may lead elsewhere by now.
            found = os.fstat(file.fileno())
            if os.name == "posix" and stat.S_IMODE(found.st_mode) & _OPEN_TO_OTHERS:
                raise KeysExposed(
                    f"Others may read or write the file of keys {path}. Allow it to its owner alone: chmod 600 {path}"
                )
            text = file.read(_LARGEST)
    except FileNotFoundError as fault:
        raise KeysMissing(
            f"The file of keys {path} is missing. Put it back: without it the numbers in the database cannot be read."
        ) from fault
    except OSError as fault:
        raise KeysUnreadable(f"The file of keys {path} cannot be read: {fault.strerror}.") from fault
    try:
        content = json.loads(text)
        if content["version"] != 1:
            raise ValueError("another version")
        by_id = {key_id: base64.b64decode(secret, validate=True) for key_id, secret in content["keys"].items()}
        return KeyRing(by_id, content["current"])
    except (ValueError, KeyError, TypeError, AttributeError, SealingError):
        # Without its cause: a traceback that quotes the file would show the keys.
        raise KeysUnreadable(f"The file {path} holds no keys as this version writes them.") from None


def add_key(path: Path) -> KeyRing:
    """Put a new key into the file and make it current; the others stay, until ``drop_old_keys``.

    The new key is on the disk before anything is sealed with it. Raises SealingError where another change is under way.
    """
    with _locked(path):
        ring = read_keys(path).with_new_key()
        _replace(path, ring)
    return ring


def drop_old_keys(path: Path, *, expected: str) -> KeyRing:
    """Keep the current key alone, which must be ``expected``. Only once nothing is sealed with the others any more."""
    with _locked(path):
        ring = read_keys(path)
        if ring.current != expected:
            raise SealingError(f"The current key in {path} is not {expected}; the old keys stay.")
        ring = ring.with_current_only()
        _replace(path, ring)
    return ring


def _make(path: Path) -> None:
    """A file with one new key, whole or not at all; one that another process made meanwhile stands."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = _written_beside(path, new_ring())
        try:
            with suppress(FileExistsError):
                os.link(draft, path)
        finally:
            draft.unlink()
        _on_disk(path.parent)
    except OSError as fault:
        raise KeysUnreadable(f"The file of keys {path} cannot be made: {fault.strerror}.") from fault


def _replace(path: Path, ring: KeyRing) -> None:
    draft = _written_beside(path, ring)
    try:
        draft.replace(path)
    except OSError:
        draft.unlink()
        raise
    _on_disk(path.parent)


def _written_beside(path: Path, ring: KeyRing) -> Path:
    """A draft with the keys of ``ring``, on the disk, readable by its owner from its first moment."""
    content = {
        "version": 1,
        "current": ring.current,
        "keys": {key_id: base64.b64encode(secret).decode() for key_id, secret in ring.secrets().items()},
    }
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _on_disk(folder: Path) -> None:
    """Make the names in ``folder`` outlast a power cut, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One change of the file at a time: of two at once, one key would be lost with all that is sealed with it."""
    lock = path.with_name(f"{path.name}.lock")
    try:
        os.close(os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE))
    except FileExistsError as fault:
        raise SealingError(
            f"The keys are being changed by somebody else, or a change was cut short. If nobody is, delete {lock}."
        ) from fault
    try:
        yield
    finally:
        lock.unlink()
