"""``manage.py check_people``: proves that people, visits and ledger agree, or says by number who does not."""

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import transaction

from outreach.selectors.people_check import check_people


class Command(BaseCommand):
    help = (
        "Checks that every resident and every visit stands where their steps led, that the ledger holds exactly the "
        "rows which that claims, that closed visits add up, and that every guard of the database is in place. "
        "Reads only; exit code 1 where something is wrong."
    )

    @no_translations
    def handle(self, **options) -> None:
        with transaction.atomic():
            check = check_people()
        self.stdout.write(
            f"Looked at {check.residents} residents, {check.steps} steps, {check.rows} rows of the ledger that are "
            f"theirs, {check.visits} visits with {check.attendances} people, {check.events} "
            f"events of phones, {check.triggers} guards of the database."
        )
        if check.faults:
            raise CommandError("\n".join([f"{len(check.faults)} wrong:", *check.faults]))
        self.stdout.write("All of them agree.")
