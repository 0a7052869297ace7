"""A list that nobody took in for weeks is thrown away with what it holds of people."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kecamatan.models import AuditEntry
from outreach.actions.imports.discard import MOST_DAYS, discard_forgotten
from outreach.models import ImportBatch, ImportRow


@pytest.fixture
def batch_of(places, cast, today):
    def _make(state, days):
        batch = ImportBatch.objects.create(
            kabupaten=places.kabupaten,
            drive=places.drive,
            file_name=f"{state}.xlsx",
            state=state,
            list_date=today,
            by=cast.petugas,
            at=timezone.now() - timedelta(days=days),
            **({"committed_at": timezone.now()} if state in {"committed", "undone"} else {}),
        )
        ImportRow.objects.create(batch=batch, number=2, verdict="doubtful", content="sealed")
        return batch

    return _make


@pytest.mark.parametrize("state", ["uploaded", "reading", "mapping", "preview"])
def test_what_waited_too_long_goes_with_its_rows(sign_in, batch_of, state):
    old, young = batch_of(state, MOST_DAYS + 1), batch_of(state, MOST_DAYS - 1)
    assert sign_in("petugas").get("/imports/").status_code == 200
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.state, young.state) == ("discarded", state)
    assert list(ImportRow.objects.values_list("batch", flat=True)) == [young.pk]
    entry = AuditEntry.objects.get(action="discard")
    assert (entry.by, entry.target_id) == (None, str(old.pk))


@pytest.mark.parametrize("state", ["committed", "undone", "committing", "discarded", "failed"])
def test_what_was_taken_in_or_is_closed_stays(batch_of, state):
    batch = batch_of(state, 400)
    assert discard_forgotten(timezone.now()) == 0
    batch.refresh_from_db()
    assert batch.state == state
    assert batch.rows.count() == 1
