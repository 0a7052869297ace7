"""Migrations on a database with data in it."""

import uuid

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates
from kecamatan.models import AuditEntry, Baseline, CountUpdate, Tally
from kecamatan.selectors.ledger_check import check_ledger


def rows():
    """What must survive."""
    models = (CountUpdate, Tally, Baseline, AuditEntry)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


@pytest.mark.django_db(transaction=True)
def test_the_last_migration_can_be_undone_and_done_again_with_data(places, cast, today):
    entries = [
        Entry(uuid.uuid4(), places.timur, places.lambur, "added", 5, today),
        Entry(uuid.uuid4(), places.sadu, None, "recorded", 7, today),
    ]
    record_updates(by=scope_of(cast.petugas), drive=places.drive, entries=entries)
    before = rows()
    executor = MigrationExecutor(connection)
    (last,) = executor.loader.graph.leaf_nodes("kecamatan")
    (parent,) = [node for node in executor.loader.graph.node_map[last].parents if node.key[0] == "kecamatan"]
    try:
        executor.migrate([parent.key])
    finally:
        # With it went what the app above built on it.
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    assert rows() == before
    assert check_ledger().faults == []
