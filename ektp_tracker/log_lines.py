"""Log lines without personal data: what was typed or stored never reaches a log, not even inside a traceback."""

import logging
import re
import traceback
from types import TracebackType

from django.db import InterfaceError, OperationalError

#: A reset link in an address is a key to somebody's account, the link in a letter one to its answer, the address of a
#: calendar one to the visits, and that of a screen one to the numbers: mistyped by a letter, too.
KEYS_IN_ADDRESSES = re.compile(
    r"(/accounts/reset/)[^/\s]+/[^/\s]+|((?<![\w/])/(?:s|wall)/)[^/\s]+|(/calendar/)[^/\s]+(?=\.ics)"
)
DEEPEST_CHAIN = 10


class LineFormatter(logging.Formatter):
    """Of an exception only its kind and where it happened: its text quotes what was typed, or a row of the database.

    "duplicate key … (username)=(siti)" and "invalid literal for int(): '1507…'" are such texts. The lines of code say
    enough to find a fault. No local variables are ever formatted.
    """

    def format(self, record: logging.LogRecord) -> str:
        return KEYS_IN_ADDRESSES.sub(lambda link: f"{link[1] or link[2] or link[3]}…", super().format(record))

    @staticmethod
    def _out_of_reach(fault: BaseException) -> str:
        """One line, for there is one for every request of an outage: "database is locked", "connection refused"."""
        kind, text = type(fault), str(fault).strip()
        return f"{kind.__module__}.{kind.__qualname__}: {text.splitlines()[0] if text else ''}"

    def formatException(self, ei: tuple[type[BaseException], BaseException, TracebackType | None]) -> str:
        found, fault = [], ei[1]
        if isinstance(fault, (OperationalError, InterfaceError)):
            return self._out_of_reach(fault)
        while fault is not None and len(found) < DEEPEST_CHAIN:
            kind = type(fault)
            lines = "".join(traceback.format_tb(fault.__traceback__))
            found.append(f"{lines}{kind.__module__}.{kind.__qualname__}")
            fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
        return "\n\nafter:\n".join(found)
