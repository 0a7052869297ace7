"""``manage.py make_certificate``: trusted HTTPS for an office without a domain (README, "Phones need HTTPS")."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations

from ektp_tracker.certificates import AUTHORITY, CannotCertify, make_certificate


class Command(BaseCommand):
    help = (
        "Makes a certificate for the names or addresses by which phones reach this machine, from an authority of the "
        "office's own. Run it again before a year is over; the phones need nothing new then."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="+", help="such as 192.168.1.10 or ektp.lan")
        parser.add_argument("--folder", type=Path, help="where it is kept; DATA_DIR/https if left out")

    @no_translations
    def handle(self, *, names: list[str], folder: Path | None, **options) -> None:
        place = folder or settings.DATA_DIR / "https"
        try:
            is_new = make_certificate(place, names)
        except CannotCertify as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(f"The certificate for {', '.join(names)} is in {place}. Serve with: up --https {place}")
        if is_new:
            self.stdout.write(
                f"Put {place / AUTHORITY} on every phone once: Settings, Security, Encryption and credentials, Install a "
                "certificate, CA certificate. Keep authority.key off every other machine."
            )
