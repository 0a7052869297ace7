"""Several at the same moment: the register of reports has no gap, gives nothing twice, and sends nothing twice."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connections

from kecamatan.access import scope_of
from kecamatan.actions.report_schedule import make_due
from kecamatan.actions.reports import issue_report
from kecamatan.models import Kabupaten, Report, ReportMail, ReportSettings, User
from kecamatan.reports.periods import Kind
from kecamatan.selectors.reports import Asked
from tests.mail_server import mail_server

AT_ONCE = 8


def at_once(job, many=AT_ONCE):
    """Run it so often together, each on a connection of its own."""
    gate = Barrier(many)

    def run(number):
        gate.wait(20)
        try:
            return job(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(run, range(many)))


@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_moment_take_numbers_without_a_gap(counted, cast, today, own_connections):
    own_connections.ensure_connection()
    twice = uuid.uuid4()

    def job(number):
        by = scope_of(User.objects.get(pk=cast.petugas.pk))
        asked = Asked(by.kabupaten, counted.drive, Kind.DAILY, today)
        return issue_report(by=by, asked=asked, key=twice if number % 2 else uuid.uuid4()).serial

    answers = at_once(job)
    assert len(set(answers)) == AT_ONCE // 2 + 1
    assert sorted(Report.objects.values_list("serial", flat=True)) == list(range(1, AT_ONCE // 2 + 2))


@pytest.mark.django_db(transaction=True)
def test_two_runs_of_the_schedule_at_once_make_and_send_everything_once(counted, today, own_connections, settings):
    own_connections.ensure_connection()
    ReportSettings.objects.create(kabupaten=counted.kabupaten, recipients="bupati@contoh.id")
    day = today - timedelta(days=today.weekday())
    monday = datetime(day.year, day.month, day.day, 0, 5, tzinfo=UTC)

    def job(_number):
        return make_due(Kabupaten.objects.get(pk=counted.kabupaten.pk), now=monday).mailed.sent

    with mail_server(settings) as box:
        sent = at_once(job, 2)
    keys = list(Report.objects.values_list("kind", "kecamatan", "day"))
    assert len(keys) == len(set(keys))
    assert sum(sent) == ReportMail.objects.count()
    names = [part.get_filename() for mail in box.mails for part in mail.iter_attachments()]
    assert len(names) == len(set(names)) > 0
