"""``manage.py check_ledger``: proves that the numbers agree, or names every place where they do not."""

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import transaction

from kecamatan.selectors.ledger_check import check_ledger


class Command(BaseCommand):
    help = (
        "Checks that the kept sums equal the ledger's rows, that no place was below zero on any day, and that every "
        "guard of the database is in place. Reads only; exit code 1 where something is wrong."
    )

    @no_translations
    def handle(self, **options) -> None:
        with transaction.atomic():
            check = check_ledger()
        self.stdout.write(
            f"Looked at {check.rows} rows of the ledger, {check.tallies} tallies, {check.places} places "
            f"over {check.days} days with entries, {check.triggers} guards of the database."
        )
        if check.faults:
            raise CommandError("\n".join([f"{len(check.faults)} wrong:", *check.faults]))
        self.stdout.write("All of them agree.")
