"""What every command of manage.py has in common: a fault that has a remedy is one sentence, never a traceback."""

import errno
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError, InterfaceError, connection

_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_RIGHTS = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR}


def run(argv: list[str]) -> None:
    """Run a command. Exit code 1 with one sentence for a fault outside the code; other faults show where they are."""
    try:
        execute_from_command_line(argv)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output has gone, such as `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except (ImproperlyConfigured, DatabaseError, InterfaceError, OSError) as fault:
        sentence = sentence_for(fault)
        if sentence is None:
            raise
        sys.stderr.write(f"{sentence}\n")
        sys.exit(1)


def sentence_for(fault: Exception) -> str | None:
    """What is wrong and what to do about it; None for a fault of our own making."""
    if isinstance(fault, ImproperlyConfigured):
        return " ".join(str(fault).split())
    if isinstance(fault, (DatabaseError, InterfaceError)):
        return _about_database(" ".join(str(fault).split()))
    if isinstance(fault, OSError) and fault.errno in _ROOM:
        return f"The disk is full ({fault.filename or fault.strerror}). Make room and start again."
    if isinstance(fault, OSError) and fault.errno in _RIGHTS and fault.filename:
        return (
            f"{fault.filename} cannot be written ({fault.strerror}). Give this user the right to write there, "
            "or set DATA_DIR to another folder."
        )
    return None


def _about_database(text: str) -> str | None:
    low = text.lower()
    where = connection.settings_dict
    if "no such table" in low or ("relation" in low and "does not exist" in low):
        return "The database is not ready for this code. Run “python manage.py migrate” first, or “up”."
    if connection.vendor == "postgresql":
        if "out of disk" in low or "no space left" in low:
            return f"The disk of the database is full. Make room and start again. ({text})"
        words = ("connect", "connection", "timeout", "password", "role", "database", "server", "host name")
        if any(word in low for word in words):
            address = f"{where['HOST'] or 'local socket'}:{where['PORT'] or 5432}, database {where['NAME']}"
            return f"The database is out of reach at {address}. Start it or correct DATABASE_URL. ({text})"
        return None
    path = where["NAME"]
    if "unable to open" in low or "readonly" in low:
        return (
            f"The database file {path} cannot be written. Give this user the right to write to it and to its folder, "
            "or set DATA_DIR to another folder."
        )
    if "full" in low or "disk i/o" in low:
        return f"The disk that holds {path} is full or failing. Make room and start again."
    if "locked" in low:
        return f"Another program holds the database file {path}. Close it and start again."
    if "not a database" in low or "malformed" in low:
        return f"{path} is not a sound SQLite database. Put back a backup, or move the file away to begin anew."
    return None
