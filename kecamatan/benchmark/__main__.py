"""One step of the benchmark in a process of its own: ``python -m kecamatan.benchmark STEP '{"argument": …}'``.

Prints what it found as one line of JSON. The environment names the database (``place.own_place``).
"""

import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from kecamatan.benchmark.asking import Site, ask_everything, session_of  # noqa: E402
from kecamatan.benchmark.filling import after_filling, fill_ledger, hurry, make_places  # noqa: E402
from kecamatan.benchmark.over_http import ask_for  # noqa: E402
from kecamatan.benchmark.writing import wait_to_be_let_go, write_for  # noqa: E402
from kecamatan.models import CountUpdate, Drive  # noqa: E402
from kecamatan.selectors.ledger_check import check_ledger  # noqa: E402


def places(number: int) -> dict:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    return {"drives": len(make_places(number))}


def rows(each: int, part: int, parts: int) -> dict:
    """Every ``parts``-th drive from the ``part``-th on."""
    hurry()
    drives = list(Drive.objects.select_related("kabupaten").order_by("pk"))
    for index, drive in list(enumerate(drives))[part::parts]:
        fill_ledger(drive, each, first_id=1 + index * each, seed=index)
    return {}


def check() -> dict:
    after_filling()
    found = check_ledger()
    return {"rows": CountUpdate.objects.count(), "faults": found.faults}


def ask(scale: float) -> list[dict]:
    return ask_everything(scale)


def write(seconds: float, turn: int) -> dict:
    return write_for(seconds, turn)


def session() -> dict:
    return {"cookie": session_of(Site().petugas)}


def http(**how) -> dict:
    wait_to_be_let_go()
    return ask_for(**how)


STEPS = {step.__name__: step for step in (places, rows, check, ask, write, session, http)}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(STEPS[sys.argv[1]](**json.loads(sys.argv[2]))) + "\n")
