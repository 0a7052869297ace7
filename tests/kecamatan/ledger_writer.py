"""A process that writes to the ledger as an office's worker does: one JSON job a line in, one JSON answer a line out.

Started by test_concurrency as ``python -m tests.kecamatan.ledger_writer`` with DATABASE_URL in its environment.
"""

import json
import sys
import uuid
from datetime import date

import django

django.setup()

from kecamatan.access import scope_of  # noqa: E402
from kecamatan.actions.ledger import Entry, Saved, record_updates, reverse_update  # noqa: E402
from kecamatan.models import CountUpdate, Desa, Drive, Kecamatan, User  # noqa: E402
from kecamatan.refusals import Refused  # noqa: E402


class Writer:
    """One signed-in person and what is known of the places."""

    def __init__(self) -> None:
        self.scope = scope_of(User.objects.get(username="petugas"))
        self.drive = Drive.objects.get(is_active=True)
        self.kecamatan = {one.code: one for one in Kecamatan.objects.all()}
        self.desa = {one.code: one for one in Desa.objects.all()}

    def entry(self, row: dict) -> Entry:
        desa = self.desa.get(row["place"])
        kecamatan = self.kecamatan[row["place"][:8]]
        day = date.fromisoformat(row["date"])
        return Entry(uuid.UUID(row["key"]), kecamatan, desa, row["kind"], row["quantity"], day)

    def record(self, requests: list[list[dict]]) -> list[list[dict] | None]:
        """For each request what was saved, row by row, or None where it was refused."""
        return [self._one(rows) for rows in requests]

    def _one(self, rows: list[dict]) -> list[dict] | None:
        try:
            saved = record_updates(by=self.scope, drive=self.drive, entries=[self.entry(row) for row in rows])
        except Refused:
            return None
        return [self._told(one) for one in saved]

    def reverse(self, number: int, key: str) -> dict | None:
        row = CountUpdate.objects.select_related("drive", "kecamatan", "desa").get(pk=number)
        try:
            return self._told(reverse_update(by=self.scope, update=row, reason="typed twice", key=uuid.UUID(key)))
        except Refused:
            return None

    @staticmethod
    def _told(saved: Saved) -> dict:
        return {
            "id": saved.update.pk,
            "key": str(saved.update.key),
            "created": saved.created,
            "before": saved.before,
            "after": saved.after,
        }


def main() -> None:
    writer = Writer()
    print("ready", flush=True)
    for line in sys.stdin:
        job = json.loads(line)
        print(json.dumps(getattr(writer, job.pop("do"))(**job)), flush=True)


if __name__ == "__main__":
    main()
