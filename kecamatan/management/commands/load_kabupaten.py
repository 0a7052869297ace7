"""``manage.py load_kabupaten DIR``: see kecamatan.loading for the files, kecamatan.actions.loading for what is done."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, no_translations

from kecamatan.actions.loading import Loaded, load_regency
from kecamatan.loading import Faulty, read_regency


class Command(BaseCommand):
    help = (
        "Takes a regency in from a folder with kabupaten.toml, kecamatan.csv, desa_kelurahan.csv and, if there is one, "
        "kecamatan.geojson. All or nothing; a second run updates names, points and outlines and leaves the counts alone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--without-drive", action="store_true", help="leave the drive and its baselines out")

    @no_translations
    def handle(self, *, folder: Path, without_drive: bool, verbosity: int, **options) -> None:
        try:
            regency = read_regency(folder)
            loaded = load_regency(by=None, regency=regency, with_drive=not without_drive)
        except Faulty as faulty:
            number = "1 fault" if len(faulty.faults) == 1 else f"{len(faulty.faults)} faults"
            raise CommandError(f"nothing was taken in. {number}:\n{faulty}") from None
        if verbosity:
            self.stdout.write(summary(loaded, len(regency.kecamatan), len(regency.desa), regency.baseline))


def summary(loaded: Loaded, kecamatan: int, desa: int, baseline: int) -> str:
    """One line on what was done."""
    parts = [f"{kecamatan} kecamatan, {desa} desa and kelurahan"]
    if loaded.drive:
        parts.append(f"drive “{loaded.drive}” with {baseline:,} people")
    parts.append(f"new: {len(loaded.new)}, changed: {len(loaded.changed)}, outlines: {loaded.outlines}")
    if loaded.left:
        parts.append(f"not in the files and left as they are: {loaded.left}")
    return f"{loaded.kabupaten.code} {loaded.kabupaten.name}: {'; '.join(parts)}."
