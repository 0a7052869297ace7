"""``manage.py make_reports``: puts the reports ready that are due, for cron or a timer of systemd."""

from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from kecamatan.actions.report_schedule import Done, make_due
from kecamatan.days import today_in
from kecamatan.models import Drive, Kabupaten
from kecamatan.refusals import Refused
from kecamatan.reports.periods import Due, Kind


class Command(BaseCommand):
    help = (
        "Makes and numbers the reports that are due and not there yet: from Monday 07:00 the recaps and the brief of last "
        "week, from the first of a month those of last month. Sends them by e-mail where that is set. Running it twice "
        "makes and sends nothing twice; exit code 1 where a mail did not go out, which is tried again with the next run."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kind", choices=[one.value for one in Kind], help="this kind alone, due or not")
        parser.add_argument("--day", type=date.fromisoformat, help="as of this day (2024-11-24); needs --kind")
        parser.add_argument("--no-mail", action="store_true", help="send nothing")

    def handle(self, *, kind: str | None, day: date | None, no_mail: bool, **options) -> None:
        if day and not kind:
            raise CommandError("--day needs --kind: which report shall be made as of that day?")
        unsent = 0
        with translation.override("id"):
            for kabupaten in Kabupaten.objects.order_by("code"):
                only = self._only(kabupaten, Kind(kind), day) if kind else None
                try:
                    done = make_due(kabupaten, only=only, by_mail=not no_mail)
                except Refused as refused:
                    raise CommandError(f"{kabupaten.code}: {refused.message}") from refused
                unsent += self._say(kabupaten, done, no_mail)
        if unsent:
            raise CommandError(
                f"{unsent} × a report did not surely go out. What failed is tried again with the next run."
            )

    def _only(self, kabupaten: Kabupaten, kind: Kind, day: date | None) -> list[Due]:
        today = today_in(kabupaten.time_zone)
        day = day or today
        drive = Drive.objects.filter(kabupaten=kabupaten, is_active=True).first()
        if day > today:
            raise CommandError(f"{day} lies in the future.")
        if drive and day < drive.baseline_date:
            raise CommandError(
                f"Nothing is known of {day}: the drive of {kabupaten.code} began on {drive.baseline_date}."
            )
        return [Due(kind, day)]

    def _say(self, kabupaten: Kabupaten, done: Done, no_mail: bool) -> int:
        """What was done, a line for each report; gives how many did not go out."""
        for report in done.made:
            self.stdout.write(f"{kabupaten.code}: made {report.number}: {report.kind} {report.place} {report.day}.")
        self.stdout.write(f"{kabupaten.code}: {len(done.made)} made, {done.there} were there already.")
        mailed = done.mailed
        if mailed is None:
            self.stdout.write(
                "Nothing was sent" + (" (--no-mail)." if no_mail else ": no mail server is set (EMAIL_HOST).")
            )
            return 0
        self.stdout.write(
            f"E-mail: {mailed.sent} sent, {mailed.failed} failed, {mailed.uncertain} uncertain, {mailed.given_up} given up."
        )
        return mailed.failed + mailed.uncertain + mailed.given_up
