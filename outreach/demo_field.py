"""The demo's field day: a visit of yesterday that three phones took along, in every state that the office sees.

One phone is given back; one is still out, with a gap in its numbers, and part of it came in as a file; one is given up. Two
phones tell differently of one person, and somebody unlisted looks like somebody on the list: both are to decide. All of it
goes the way of real phones: taken along, sealed, received.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from kecamatan.access import Scope, may_write, scope_of
from kecamatan.models import Drive, User
from outreach.actions.field.leases import end_lease, give_back, take_along
from outreach.actions.field.receive import Contact, receive_carried, receive_own
from outreach.actions.visits.steps import take_visit_step
from outreach.field.box import seal_envelope
from outreach.models import FieldEvent, Resident, Visit
from outreach.selectors.visits.expected import expected_of
from outreach.visit_life import Step

SEED = 15_08
#: What the first phone tells of one after the other; of those behind, the second.
MORNING = (
    "recorded",
    "recorded",
    "recorded",
    "absent",
    "recorded",
    "recorded",
    "away",
    "recorded",
    "failed",
    "recorded",
)
NOTE = "Genset dipinjam dari SMA, sinyal baru ada sore hari."


class DemoPhone:
    """One phone: it takes the visit along, numbers what happens and seals it."""

    def __init__(self, by: Scope, visit: Visit, label: str, chance: Random, at: datetime) -> None:
        self.by, self.visit, self.at, self.numbers = by, visit, at, count(1)
        keys = [UUID(int=chance.getrandbits(128)) for _key in range(2)]
        self.lease, _new = take_along(by=by, visit=visit, key=keys[0], device=keys[1], label=label, now=at)
        self.made: list[dict] = []

    def act(self, kind: str, **said: object) -> None:
        """Write down the next event, some minutes after the one before."""
        number = next(self.numbers)
        moment = self.at + timedelta(hours=1, minutes=4 * number)
        content = {"v": 1, "n": number, "k": kind, "at": int(moment.timestamp() * 1000), **said}
        keys, key = self.lease.keys, self.lease.key
        raw = json.dumps(content).encode()
        self.made.append(seal_envelope(raw, lease=key, number=number, public=keys.public, secret=keys.secret))

    def tell(self, people: Sequence[Resident], outcomes: Sequence[str]) -> None:
        """What became of these."""
        for who, outcome in zip(people, outcomes, strict=False):
            self.act("outcome", p=who.pk, o=outcome)

    def send(self, some: Sequence[dict], now: datetime, *, persisted: bool = True, ahead: int = 0) -> None:
        """As over the network."""
        contacts = {self.lease.key: Contact(len(self.made), persisted, ahead)}
        receive_own(by=self.by, envelopes=list(some), contacts=contacts, now=now)


def go_into_the_field(drive: Drive, today: date) -> None:
    """Fill the demo's field day. Inside the transaction of the demo, after its visits are planned."""
    zone, chance = ZoneInfo(drive.kabupaten.time_zone), Random(SEED)
    day = today - timedelta(days=1)
    visit = Visit.objects.filter(drive=drive, day=day).planned().order_by("-pk").first()
    if visit is None:
        return
    users = (
        User.objects.filter(kabupaten=drive.kabupaten, is_active=True).exclude(role=User.Role.PEJABAT).order_by("pk")
    )
    team = [scope for user in users if may_write(scope := scope_of(user), visit.kecamatan)]
    team.sort(key=lambda scope: scope.user.is_admin)
    people = list(expected_of(visit))
    morning, evening = datetime.combine(day, time(6, 40), tzinfo=zone), datetime.combine(day, time(16, 20), tzinfo=zone)
    first = DemoPhone(team[0], visit, "Android, Chrome", chance, morning)
    second = DemoPhone(team[-1], visit, "Samsung A14", chance, morning + timedelta(minutes=6))
    lost = DemoPhone(team[0], visit, "Redmi 9", chance, morning + timedelta(minutes=9))
    _given_back(first, people, evening)
    _with_a_gap(second, people, evening)
    end_lease(by=team[0], lease=lost.lease, reason="Jatuh ke sungai, belum dipakai.", now=evening)
    visit.refresh_from_db()
    take_visit_step(by=team[0], visit=visit, step=Step.FINISH, now=evening + timedelta(minutes=20))


def _given_back(phone: DemoPhone, people: Sequence[Resident], evening: datetime) -> None:
    phone.tell(people, MORNING)
    phone.act("note", t=NOTE)
    phone.send(phone.made, evening)
    give_back(by=phone.by, lease=phone.lease, made=len(phone.made), now=evening + timedelta(minutes=5))


def _with_a_gap(phone: DemoPhone, people: Sequence[Resident], evening: datetime) -> None:
    """The first person is absent here, whom the other phone saw; numbers 4 and 5 are on the phone alone."""
    phone.act("outcome", p=people[0].pk, o="absent")
    phone.tell(people[len(MORNING) :], ("recorded", "absent", "recorded", "recorded", "absent", "recorded"))
    alike = people[-1]
    born = alike.birth_date.isoformat() if alike.birth_date else ""
    name = alike.name[:-1] if len(alike.name) > 5 else alike.name
    phone.act("unlisted", d={"name": name, "desa": alike.desa.code, "born": born}, o="recorded")
    brought = [phone.made[1], phone.made[2]]
    receive_carried(by=phone.by, envelopes=brought, way=FieldEvent.Way.FILE, now=evening + timedelta(minutes=30))
    phone.send([phone.made[0], *phone.made[5:]], evening + timedelta(minutes=40), persisted=False, ahead=-86_400)
