"""``manage.py make_user NAME --role …``: an account, for scripts."""

import getpass
import sys
from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, no_translations

from kecamatan.actions.new_user import make_user
from kecamatan.models import Kabupaten, Kecamatan, User


class Command(BaseCommand):
    help = "Makes an account. The password comes from --password, or else is read from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME")
        parser.add_argument("--role", required=True, choices=User.Role.values)
        parser.add_argument("--kecamatan", nargs="+", action="extend", default=[], metavar="CODE")
        parser.add_argument("--password")
        parser.add_argument("--kabupaten", metavar="CODE", help="needed where several are loaded")

    @no_translations
    def handle(self, *, name: str, role: str, password: str | None, **options) -> None:
        kabupaten = _kabupaten(options["kabupaten"])
        kecamatan = _kecamatan(kabupaten, options["kecamatan"])
        if kecamatan and role == User.Role.ADMIN:
            raise CommandError("An admin sees every kecamatan: leave --kecamatan out, or choose another role.")
        try:
            user = make_user(
                by=None,
                kabupaten=kabupaten,
                username=name,
                password=_read_password() if password is None else password,
                role=role,
                kecamatan=kecamatan,
            )
        except ValidationError as fault:
            sentences = [f"{field}: {' '.join(texts)}" for field, texts in fault.message_dict.items()]
            raise CommandError(f"No account was made. {' '.join(sentences)}") from None
        seen = ", ".join(place.name for place in kecamatan) or "all kecamatan"
        self.stdout.write(f"Made {user.username}, {role} of {kabupaten.code} {kabupaten.name}: {seen}.")


def _kabupaten(code: str | None) -> Kabupaten:
    found = list(Kabupaten.objects.order_by("code"))
    if not found:
        raise CommandError("No kabupaten is loaded yet. Run “manage.py up” or “manage.py load_kabupaten DIR” first.")
    known = ", ".join(f"{kabupaten.code} {kabupaten.name}" for kabupaten in found)
    if code is None and len(found) > 1:
        raise CommandError(f"Several kabupaten are loaded. Choose one with --kabupaten: {known}.")
    chosen = [kabupaten for kabupaten in found if code in {None, kabupaten.code}]
    if not chosen:
        raise CommandError(f"No kabupaten has the code {code}. Loaded are {known}.")
    return chosen[0]


def _kecamatan(kabupaten: Kabupaten, codes: list[str]) -> list[Kecamatan]:
    known = {place.code: place for place in Kecamatan.objects.filter(kabupaten=kabupaten).order_by("code")}
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise CommandError(f"{kabupaten.name} has no kecamatan {', '.join(unknown)}. Its codes are {', '.join(known)}.")
    return [known[code] for code in dict.fromkeys(codes)]


def _read_password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    return sys.stdin.readline().rstrip("\r\n")
