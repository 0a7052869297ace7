"""What is logged of a fault: where, and of what kind. Never what was typed, stored, or is a key to an account."""

import logging
import sys

import pytest
from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction

from ektp_tracker.log_lines import LineFormatter
from kecamatan.models import User

NIK = "1507020302010003"


def line_of(fault, message="Internal Server Error: %s", path="/help/"):
    try:
        raise fault
    except type(fault):
        record = logging.LogRecord("django.request", logging.ERROR, "", 0, message, (path,), sys.exc_info())
    return LineFormatter("%(levelname)s %(name)s %(message)s").format(record)


def test_the_text_of_an_exception_is_left_out_and_its_place_is_not():
    line = line_of(ValueError(f"invalid literal for int(): '{NIK}'"))
    assert NIK not in line
    assert "builtins.ValueError" in line
    assert "test_log_lines.py" in line


def test_the_causes_are_told_without_their_text():
    try:
        try:
            int(f"x{NIK}")
        except ValueError as cause:
            raise KeyError(NIK) from cause
    except KeyError as fault:
        line = line_of(fault)
    assert NIK not in line
    assert "builtins.KeyError" in line
    assert "builtins.ValueError" in line


def test_what_a_database_quotes_of_a_row_is_left_out(cast):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        User.objects.create_user("petugas", role="petugas", kabupaten=cast.petugas.kabupaten)
    line = line_of(refused.value)
    assert "(petugas)" not in line
    assert "IntegrityError" in line


def test_a_database_out_of_reach_is_one_line_with_its_reason():
    line = line_of(OperationalError("database is locked\nDETAIL: " + NIK))
    assert line.endswith("OperationalError: database is locked")
    assert line.count("\n") == 1


def test_the_link_in_a_letter_is_cut():
    for message in ("Not Found: %s", "Forbidden (Origin checking failed): %s"):
        line = line_of(ValueError(), message, path="/s/7k2m-x4rt-91ac-ehjn/")
        assert "7k2m" not in line
        assert "/s/…" in line


def test_a_reset_link_is_cut():
    line = line_of(ValueError(), path="/accounts/reset/MQ/d0-secret/")
    assert "d0-secret" not in line
    assert "/accounts/reset/" in line


def test_the_address_of_a_calendar_is_cut():
    line = line_of(ValueError(), path="/calendar/d0-secret.ics")
    assert "d0-secret" not in line
    assert "/calendar/….ics" in line


def test_the_address_of_a_screen_is_cut():
    line = line_of(ValueError(), "Not Found: %s", path="/wall/d0-secret/")
    assert "d0-secret" not in line
    assert "/wall/…" in line


def test_every_handler_writes_such_lines_and_none_sends_mail():
    assert settings.LOGGING["formatters"]["line"]["()"] == "ektp_tracker.log_lines.LineFormatter"
    assert not settings.ADMINS
    names = [None, *(name for name in logging.root.manager.loggerDict if name.startswith(("django", "axes")))]
    handlers = [handler for name in names for handler in logging.getLogger(name).handlers]
    ours = [handler for handler in handlers if type(handler).__module__ == "logging"]
    assert ours
    assert all(isinstance(handler.formatter, LineFormatter) for handler in ours if handler.level <= logging.ERROR)
    assert not [handler for handler in handlers if "Email" in type(handler).__name__]


def test_queries_and_names_of_a_request_are_not_logged(client, cast, caplog):
    client.post("/accounts/login/?next=/help/&nik=" + NIK, {"username": "petugas", "password": "salah" + NIK})
    client.get("/nothing/?nik=" + NIK)
    client.get("/api/v1/summary?as_of=" + NIK, headers={"authorization": "Bearer " + NIK})
    for record in caplog.records:
        line = LineFormatter("%(message)s").format(record)
        assert NIK not in line
        assert "petugas" not in line
    assert len(caplog.records) >= 2
