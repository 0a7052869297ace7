"""The evening of a field day in the benchmark: many phones send all they have at the same moment."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import time
from statistics import median, quantiles
from time import perf_counter

from django.db import OperationalError, connections

from kecamatan.access import Scope, scope_of
from kecamatan.benchmark.asking import Site
from kecamatan.models import CountUpdate, Desa
from kecamatan.refusals import Refused
from outreach.actions.field.leases import take_along
from outreach.actions.field.receive import Contact, receive_own
from outreach.actions.visits.planning import Plan, plan_visit
from outreach.field.box import seal_envelope
from outreach.models import FieldEvent, FieldLease, Resident, ResidentRow, Visit
from outreach.selectors.visits.expected import expected_of

#: Events that a phone sends at once, as the field page does.
BATCH = 50
LONGEST = 900


def field_day(phones: int, events: int) -> dict:
    """``phones`` on half as many visits, each with ``events`` outcomes of which the last about a person is "recorded".

    Every person is told of by two phones. Gives seconds, batches with their milliseconds, and what is wrong afterwards.
    """
    site = Site()
    scope = scope_of(site.petugas)
    visits = _visits(scope, site, -(-phones // 2))
    leases = [_take(scope, visits[number // 2]) for number in range(phones)]
    sent = [_events(lease, events) for lease in leases]
    begun = perf_counter()
    with ThreadPoolExecutor(phones) as pool:
        jobs = [pool.submit(_send, scope, lease, made) for lease, made in zip(leases, sent, strict=True)]
        batches = [ms for job in jobs for ms in job.result(LONGEST)]
    seconds = perf_counter() - begun
    people = sum(visit.attendances.count() for visit in visits)
    return {
        "events": phones * events,
        "seconds": seconds,
        "batches": len(batches),
        "median_ms": median(batches),
        "p95_ms": quantiles(batches, n=20)[-1],
        "faults": _faults(phones * events, people),
    }


def _faults(events: int, people: int) -> list[str]:
    """Everybody is recorded once, but those for whom the ledger has no room: the invented counts of some desa have less
    left than names."""
    waiting = FieldEvent.objects.filter(answer="decide")
    crowded = waiting.values("resident").distinct().count()
    found = {
        "events": (FieldEvent.objects.count(), events),
        "events taken in": (FieldEvent.objects.filter(answer="applied").count(), events - waiting.count()),
        "people recorded": (Resident.objects.filter(attendances__outcome="recorded").count(), people - crowded),
        "people with a row of their own": (_rows_of_people(), people - crowded),
    }
    wrong = [f"{what}: {got} instead of {wanted}" for what, (got, wanted) in found.items() if got != wanted]
    return [*wrong, f"{crowded} of {people} people wait for a decision"] if crowded * 50 > people else wrong


def _rows_of_people() -> int:
    """Standing rows of the ledger by which people of visits were recorded."""
    mine = ResidentRow.objects.filter(resident__attendances__isnull=False).values("row_id")
    return CountUpdate.objects.standing().filter(kind="recorded", key__in=mine).count()


def _visits(scope: Scope, site: Site, number: int) -> list[Visit]:
    """So many visits of today, each to all of one kecamatan."""
    found = []
    for kecamatan in scope.kecamatan[:number]:
        plan = Plan(
            kecamatan=kecamatan, day=scope.today, starts=time(8), ends=time(14), place_name=f"Kantor {kecamatan}",
            desa=list(Desa.objects.filter(kecamatan=kecamatan)), team=[site.petugas],
        )  # fmt: skip
        found.append(plan_visit(by=scope, drive=site.drive, plan=plan))
    return found


def _take(scope: Scope, visit: Visit) -> FieldLease:
    lease, _new = take_along(by=scope, visit=visit, key=uuid.uuid4(), device=uuid.uuid4(), label="benchmark")
    return lease


def _events(lease: FieldLease, events: int) -> list[dict]:
    people = list(expected_of(lease.visit).values_list("pk", flat=True))
    keys, sealed = lease.keys, []
    for number in range(1, events + 1):
        person = people[(number - 1) % len(people)]
        outcome = "recorded" if number + len(people) > events else "absent"
        raw = json.dumps({"v": 1, "n": number, "k": "outcome", "at": number, "p": person, "o": outcome}).encode()
        sealed.append(seal_envelope(raw, lease=lease.key, number=number, public=keys.public, secret=keys.secret))
    return sealed


def _send(scope: Scope, lease: FieldLease, made: list[dict]) -> list[float]:
    """Milliseconds of each batch, waited for and tried again as a phone does."""
    times = []
    try:
        for start in range(0, len(made), BATCH):
            begun = perf_counter()
            while not _took(scope, lease, made[start : start + BATCH], start + BATCH):
                pass
            times.append((perf_counter() - begun) * 1000)
    finally:
        connections.close_all()
    return times


def _took(scope: Scope, lease: FieldLease, batch: list[dict], made: int) -> bool:
    try:
        answers, _leases = receive_own(by=scope, envelopes=batch, contacts={lease.key: Contact(made=made)})
    except (OperationalError, Refused):
        return False
    # Two phones differ for a while, as long as one has not told its last word; in the end nothing is to decide.
    if refused := [answer for answer in answers if answer.answer == "refused"]:
        raise AssertionError(f"{len(refused)} events were not taken in: {refused[0].sentence}")
    return True
