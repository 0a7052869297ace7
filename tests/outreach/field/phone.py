"""A phone as the server sees it: it takes a visit along, numbers its events and seals them."""

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from kecamatan.access import Scope
from outreach.actions.field.leases import take_along
from outreach.actions.field.receive import Answer, Contact, receive_own
from outreach.field.box import seal_envelope
from outreach.models import FieldLease, Resident, Visit

CLOCK = 1_731_500_000_000


@dataclass
class Phone:
    """One lease. ``made``: its events as they are sent, in order."""

    scope: Scope
    visit: Visit
    lease: FieldLease
    made: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def take(cls, scope: Scope, visit: Visit) -> "Phone":
        lease, _new = take_along(by=scope, visit=visit, key=uuid4(), device=uuid4(), label="Android, Chrome")
        return cls(scope, visit, lease)

    @property
    def key(self) -> UUID:
        return self.lease.key

    def act(self, kind: str, **said: Any) -> dict[str, Any]:
        """Write down the next event; gives it as it is sent."""
        number = len(self.made) + 1
        content = {"v": 1, "n": number, "k": kind, "at": CLOCK + number * 1000, **said}
        keys = self.lease.keys
        raw = json.dumps(content).encode()
        sealed = seal_envelope(raw, lease=self.key, number=number, public=keys.public, secret=keys.secret)
        self.made.append(sealed)
        return sealed

    def outcome(self, resident: Resident, outcome: str, note: str = "") -> dict[str, Any]:
        return self.act("outcome", p=resident.pk, o=outcome, **({"t": note} if note else {}))

    def unlisted(self, name: str, desa: str, outcome: str = "recorded", **details: Any) -> dict[str, Any]:
        extra = {key: details.pop(key) for key in ("a", "why") if key in details}
        return self.act("unlisted", d={"name": name, "desa": desa, **details}, o=outcome, **extra)

    def send(self, *some: dict[str, Any], now=None) -> list[Answer]:
        """What is given, or everything made so far."""
        contacts = {self.key: Contact(made=len(self.made))}
        return receive_own(by=self.scope, envelopes=list(some or self.made), contacts=contacts, now=now)[0]
