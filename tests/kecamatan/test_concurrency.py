"""Many processes at once on one real database: nothing lost, nothing double, never below zero (rules 3, 4, 5)."""

import json
import os
import random
import subprocess
import sys
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections

from kecamatan.access import scope_of
from kecamatan.actions.users import save_user
from kecamatan.models import Baseline, CountUpdate, Tally, User
from kecamatan.selectors.counts import counts_as_of
from kecamatan.selectors.ledger_check import check_ledger
from tests.site_process import environment

ROOT = Path(__file__).resolve().parents[2]
PROCESSES, UPDATES = 8, 200

pytestmark = pytest.mark.django_db(transaction=True)


def address_of(database: dict) -> str:
    """The DATABASE_URL of the database that this test is on."""
    if "sqlite" in database["ENGINE"]:
        return f"sqlite:///{connections.settings['default']['NAME']}"
    secret = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
    host = f"{database['HOST'] or '127.0.0.1'}:{database['PORT'] or 5432}"
    return f"postgres://{database['USER']}{secret}@{host}/{database['NAME']}"


class Crowd:
    """Several processes that begin together."""

    def __init__(self, url: str, folder: Path, size: int, stack: ExitStack) -> None:
        self.processes = []
        for number in range(size):
            log = stack.enter_context((folder / f"writer-{number}.log").open("w+"))
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.kecamatan.ledger_writer"],
                cwd=ROOT,
                env=environment(
                    DATABASE_URL=url, DATA_DIR=str(folder), DJANGO_SETTINGS_MODULE=os.environ["DJANGO_SETTINGS_MODULE"]
                ),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
            process.log = log
            self.processes.append(stack.enter_context(process))
            stack.callback(process.kill)
        assert self.answers() == ["ready"] * size

    def do(self, jobs: list[dict]) -> list:
        """Give each process its job, all at once; their answers, in order."""
        for process, job in zip(self.processes, jobs, strict=True):
            process.stdin.write(json.dumps(job) + "\n")
        for process in self.processes:
            process.stdin.flush()
        return [json.loads(line) for line in self.answers()]

    def answers(self) -> list[str]:
        return [self._line(process) for process in self.processes]

    @staticmethod
    def _line(process: subprocess.Popen) -> str:
        line = process.stdout.readline()
        if not line:
            process.wait(10)
            process.log.seek(0)
            raise AssertionError(f"a writer ended:\n{process.log.read()}")
        return line.strip()


@pytest.fixture
def crowd(places, cast, own_connections, tmp_path):
    """``crowd(8)`` starts so many processes on the test's database; Timur has 700 people, Sadu 500."""
    own_connections.ensure_connection()
    Baseline.objects.filter(kecamatan=places.timur, desa=None).update(people=700)
    Baseline.objects.filter(kecamatan=places.sadu, desa=None).update(people=500)
    Baseline.objects.filter(desa=places.lambur).update(people=300)
    with ExitStack() as stack:
        yield lambda size: Crowd(address_of(own_connections.settings_dict), tmp_path, size, stack)


@contextmanager
def sound_ledger(places):
    """Afterwards sums, days and guards agree."""
    yield
    assert check_ledger().faults == []
    assert check_ledger().rows == CountUpdate.objects.count()


def row(place, day, kind="recorded", quantity=1):
    return {"key": str(uuid.uuid4()), "place": place.code, "kind": kind, "quantity": quantity, "date": day.isoformat()}


def test_of_1600_updates_by_8_processes_none_is_lost_and_none_too_many_is_taken(places, crowd, today):
    """200 each for Lambur (300 remain), Siau without a share and Timur alone (370 together), Sadu (500): 1,170 of 1,600 fit."""
    chance = random.Random(27)
    spots = [places.lambur, places.siau, places.timur, places.sadu]
    kinds = ["recorded"] * 8 + ["recorded_elsewhere", "removed"]
    jobs = []
    for _process in range(PROCESSES):
        asked = spots * (UPDATES // len(spots))
        chance.shuffle(asked)
        days = [today - timedelta(days=chance.choice([0, 0, 0, 1, 9])) for _one in asked]
        jobs.append(
            {
                "do": "record",
                "requests": [[row(spot, day, chance.choice(kinds))] for spot, day in zip(asked, days, strict=True)],
            }
        )
    answers = crowd(PROCESSES).do(jobs)

    asked = {request[0]["key"]: request[0] for job in jobs for request in job["requests"]}
    taken = {answer[0]["key"]: answer[0] for one in answers for answer in one if answer is not None}
    assert len(asked) == PROCESSES * UPDATES
    stored = {str(update.key): update for update in CountUpdate.objects.select_related("kecamatan", "desa")}
    assert stored.keys() == taken.keys()
    assert all(one["created"] for one in taken.values())
    for key, update in stored.items():
        kept = (update.place.code, update.kind, update.quantity, update.date.isoformat())
        assert kept == (asked[key]["place"], asked[key]["kind"], 1, asked[key]["date"])
    pools = {places.lambur.code: 300, places.sadu.code: 500, "rest": 370}
    names = {key: one["place"] if one["place"] in pools else "rest" for key, one in asked.items()}
    for pool, baseline in pools.items():
        wanted = sum(name == pool for name in names.values())
        got = [one for key, one in taken.items() if names[key] == pool]
        # Every one saw a remaining of its own: they stood in line, whoever wrote.
        assert sorted(one["after"] for one in got) == list(range(baseline - len(got), baseline)), pool
        assert all(one["before"] == one["after"] + 1 for one in got)
        assert len(got) == min(wanted, baseline), pool
    assert 0 < len(taken) < len(asked)
    with sound_ledger(places):
        picture = counts_as_of(places.drive, [places.timur.pk, places.sadu.pk])
        assert picture.total.remaining == 1200 - len(taken)
        assert picture.kecamatan[places.timur.pk].desa[places.lambur.pk].remaining == 0
        assert picture.kecamatan[places.timur.pk].rest.remaining == 0
        tallies = Tally.objects.filter(drive=places.drive)
        assert sum(one.recorded + one.removed + one.recorded_elsewhere for one in tallies) == len(taken)


def test_one_key_or_one_reversal_from_8_processes_counts_once_with_one_answer(places, crowd, today):
    writers = crowd(PROCESSES)
    with sound_ledger(places):
        for round_number in range(1, 11):
            asked = row(places.lambur, today, quantity=3)
            others = [row(places.lambur, today) for _process in range(PROCESSES)]
            jobs = [{"do": "record", "requests": [[asked], [other], [asked]]} for other in others]
            answers = writers.do(jobs)
            same = [answer[index][0] for answer in answers for index in (0, 2)]
            assert sum(one.pop("created") for one in same) == 1
            assert all(one == same[0] for one in same), same
            assert CountUpdate.objects.filter(reverses=None).count() == round_number * (1 + PROCESSES)
            keys = [str(uuid.uuid4()) for _process in range(PROCESSES)]
            undone = writers.do([{"do": "reverse", "number": same[0]["id"], "key": key} for key in keys])
            assert sum(one is not None for one in undone) == 1
            assert CountUpdate.objects.filter(reverses=same[0]["id"]).count() == 1


def test_one_reversal_under_one_key_is_one_answer_to_all(places, crowd, enter):
    enter("recorded", 5)
    (first,) = CountUpdate.objects.all()
    key = str(uuid.uuid4())
    answers = crowd(4).do([{"do": "reverse", "number": first.pk, "key": key}] * 4)
    assert sum(one.pop("created") for one in answers) == 1
    assert all(one == answers[0] for one in answers)
    assert CountUpdate.objects.count() == 2


def test_two_kecamatan_in_opposite_order_do_not_wait_for_each_other_for_good(places, crowd, today):
    forth, back = [places.lambur, places.sadu], [places.sadu, places.lambur]
    jobs = [
        {"do": "record", "requests": [[row(one, today) for one in order] for _n in range(60)]}
        for order in (forth, back) * 2
    ]
    answers = crowd(4).do(jobs)
    assert all(len(answer) == 2 for one in answers for answer in one)
    with sound_ledger(places):
        assert CountUpdate.objects.count() == 4 * 60 * 2
        assert counts_as_of(places.drive, [places.timur.pk, places.sadu.pk]).total.remaining == 1200 - 480


def test_a_change_of_an_account_does_not_stop_its_owner_from_counting(
    places, cast, enter, own_connections, monkeypatch
):
    """On PostgreSQL the lock on a user's row would stand in the way of every row of the ledger that names the user."""
    if own_connections.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time, whatever it writes")
    waiting, go = threading.Event(), threading.Event()

    def slow(**options):
        waiting.set()
        assert go.wait(20)

    def change():
        user = User.objects.get(pk=cast.petugas.pk)
        user.full_name = "Siti"
        try:
            save_user(by=scope_of(cast.admin), user=user, kecamatan=[])
        finally:
            connections.close_all()

    monkeypatch.setattr("kecamatan.actions.records.audit", slow)
    with ThreadPoolExecutor(1) as pool:
        changed = pool.submit(change)
        assert waiting.wait(20)
        with connections["default"].cursor() as cursor:
            cursor.execute("SET lock_timeout = '3s'")
        try:
            assert enter().created
        finally:
            go.set()
        changed.result(20)
    assert User.objects.get(pk=cast.petugas.pk).full_name == "Siti"
