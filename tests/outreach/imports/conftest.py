"""An import whose rows are put together by hand, past the reading of any file."""

import uuid

import pytest

from outreach.actions.imports.staging import Staged
from outreach.models import ImportBatch, ImportRow


@pytest.fixture
def make_batch(places, cast, today):
    """``make_batch(covers)`` gives an import ready to be taken in, without rows."""

    def _make(covers="whole", by=None, **options):
        return ImportBatch.objects.create(
            kabupaten=places.kabupaten,
            drive=places.drive,
            file_name="daftar.xlsx",
            upload=uuid.uuid4(),
            covers=covers,
            list_date=today,
            state="preview",
            by=by or cast.petugas,
            **options,
        )

    return _make


@pytest.fixture
def add_row(places):
    """``add_row(batch, "new", name=…)`` adds a row as the reading would leave it."""

    def _add(batch, verdict="new", resident=None, changes=(), candidates=(), told=(), desa=places.lambur, **values):
        told_values = {"name": "Siti Aminah", "desa": desa.code if desa else "", "birth_date": "1990-05-17", **values}
        staged = Staged(
            values=told_values,
            changes=[list(one) for one in changes],
            candidates=list(candidates),
            told=[list(one) for one in told],
            raw={"NAMA": told_values["name"]},
        )
        return ImportRow.objects.create(
            batch=batch,
            number=batch.rows.count() + 2,
            verdict=verdict,
            kecamatan=desa.kecamatan if desa else None,
            desa=desa,
            resident=resident,
            content="" if verdict == "same" else staged.sealed(),
        )

    return _add
