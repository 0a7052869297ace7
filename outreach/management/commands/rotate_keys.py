"""``manage.py rotate_keys``: seal every NIK and No KK anew under a new key."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations

from outreach.actions.rotation import rotate_keys
from outreach.sealing import SealingError


class Command(BaseCommand):
    help = (
        "Makes a new key, seals every NIK and No KK anew with it in one transaction, and drops the old key. "
        "The file as it was is kept beside it, for backups made before; destroy it together with them."
    )

    @no_translations
    def handle(self, **options) -> None:
        try:
            sealed, kept = rotate_keys(Path(settings.KEYS_FILE), datetime.now())  # noqa: DTZ005 - for a file's name
        except SealingError as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"Sealed {sealed} rows anew. The keys that backups made before need are in {kept}.")
