"""``/healthz``."""

import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder

from kecamatan.views import health


def test_it_is_ok_for_a_stranger_without_a_session(db, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer["Content-Type"] == "application/json"
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_it_only_reads(db, client):
    assert client.head("/healthz").status_code == 200
    for method in (client.post, client.put, client.delete):
        assert method("/healthz").status_code == 405


def test_a_pending_migration_is_503(db, client):
    MigrationRecorder.Migration.objects.filter(app="kecamatan", name="0002_ledger_guards").delete()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["reason"]) == (503, "migrations")
    assert "no-store" in answer["Cache-Control"]


def test_migrations_of_a_newer_code_do_no_harm(db, client):
    MigrationRecorder.Migration.objects.create(app="kecamatan", name="9999_from_tomorrow")
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("fault", [OperationalError("connection refused")])
def test_a_database_out_of_reach_is_503(db, client, monkeypatch, fault):
    def fail(self):
        raise fault

    monkeypatch.setattr(health.MigrationRecorder, "applied_migrations", fail)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["reason"]) == (503, "database")
    assert "refused" not in answer.content.decode()


def test_in_production_it_is_not_sent_to_https(db, client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    assert client.get("/healthz").status_code == 200
