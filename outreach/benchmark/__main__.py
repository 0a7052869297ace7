"""One step of the benchmark in a process of its own: ``python -m outreach.benchmark STEP '{"argument": …}'``.

Prints what it found as one line of JSON. The environment names the database (``kecamatan.benchmark.place``).
"""

import json
import sys
from pathlib import Path
from time import perf_counter, process_time

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from kecamatan.benchmark.asking import Site  # noqa: E402
from kecamatan.benchmark.filling import after_filling as after_rows  # noqa: E402
from kecamatan.benchmark.filling import hurry, make_places  # noqa: E402
from kecamatan.models import CountUpdate, Drive  # noqa: E402
from kecamatan.selectors.ledger_check import check_ledger  # noqa: E402
from outreach.actions.rotation import rotate_keys  # noqa: E402
from outreach.benchmark import asking, field, lists  # noqa: E402
from outreach.benchmark.filling import after_filling, fill_people, people_of  # noqa: E402
from outreach.models import Resident  # noqa: E402


def places(number: int) -> dict:
    """So many regencies, and one more with nobody in it, for the lists."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    return {"drives": len(make_places(number + 1))}


def people(each: int, part: int, parts: int) -> dict:
    """Fill every ``parts``-th drive from the ``part``-th on, but the last."""
    hurry()
    drives = list(Drive.objects.select_related("kabupaten").order_by("pk"))[:-1]
    for index, drive in list(enumerate(drives))[part::parts]:
        fill_people(drive, people_of(drive, each), first_id=1 + index * each)
    return {}


def check() -> dict:
    after_rows()
    after_filling()
    return {"people": Resident.objects.count(), "rows": CountUpdate.objects.count(), "faults": check_ledger().faults}


def ask(each: int, rounds: int) -> list[dict]:
    site = Site()
    return asking.ask_pages(site, people_of(site.drive, each), rounds)


def export(kind: str) -> dict:
    return asking.export(Site(), kind) | {"megabytes": lists.most_megabytes()}


def make_list(which: str, rows: int) -> dict:
    return {"number": lists.make_list(_for_lists(), which, rows)}


def take(kind: str, number: int) -> dict:
    return lists.work(kind, number)


def undo(number: int) -> dict:
    return lists.undo(number)


def rotate() -> dict:
    begun, cpu = perf_counter(), process_time()
    sealed, _kept = rotate_keys(Path(settings.KEYS_FILE), timezone.now())
    used = {"seconds": perf_counter() - begun, "cpu": process_time() - cpu, "megabytes": lists.most_megabytes()}
    return used | {"sealed": sealed}


def phones(phones: int, events: int) -> dict:
    return field.field_day(phones, events)


def _for_lists() -> Drive:
    return Drive.objects.select_related("kabupaten").order_by("-pk")[0]


STEPS = {step.__name__: step for step in (places, people, check, ask, export, make_list, take, undo, rotate, phones)}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(STEPS[sys.argv[1]](**json.loads(sys.argv[2]))) + "\n")
