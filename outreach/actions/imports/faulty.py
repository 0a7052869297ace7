"""The rows of an import that were not taken, as a file with the reason beside each."""

import tempfile
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.actions.audit import audit
from outreach.actions.imports.staging import opened
from outreach.import_words import sentences_of
from outreach.models import ImportBatch, ImportRow
from outreach.reading.faulty_rows import FaultyRow, write_faulty_rows


def faulty_file(*, by: Scope, batch: ImportBatch) -> IO[bytes]:
    """An XLSX of the doubtful and rejected rows that stand open, from its beginning; noted in the audit log."""
    handle = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    rows = batch.rows.filter(verdict__in=["doubtful", "rejected"], taken=False).exclude(content="").order_by("pk")
    try:
        count = write_faulty_rows(_rows(rows.iterator(1000)), handle, reason_title=_("Reason"))
        audit(
            by=by.user,
            action="export",
            target=batch,
            kabupaten=by.kabupaten,
            after={"format": "xlsx", "rows": str(count)},
        )
    except BaseException:
        handle.close()
        raise
    handle.seek(0)
    return handle


def _rows(rows: Iterator[ImportRow]) -> Iterator[FaultyRow]:
    for row in rows:
        staged = opened(row.content)
        yield FaultyRow(row.sheet, row.number, staged.raw, tuple(sentences_of(staged.told)))
