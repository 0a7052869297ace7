"""An office that answers a phone as a test wants it to: signed out, away, refusing; and the visit that it gives along."""

import json
import time
from datetime import date, timedelta

from outreach.field.box import new_keys, open_envelope, read_envelope

PIN = "270824"
BASELINE = "2024-06-25"
NAMES = (
    "Siti Aminah",
    "Muhammad Syafii",
    "Budi Santoso",
    "Nurhayati",
    "Rizki Pratama",
    "Andi Baso Daeng Mattola",
    "Sri Wahyuni",
    "Hj. Rosmini",
)


def person(number: int, day: date) -> dict:
    """Somebody of the list; every seventh votes for the first time, every ninth needs a visit at home."""
    born = date(1960 + number % 46, 1 + number % 12, 1 + number % 27)
    young = number % 7 == 6
    born = date(day.year - 17, 11, 20) if young else born
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return {
        "id": 100 + number,
        "n": f"{NAMES[number % len(NAMES)]}{'' if number < len(NAMES) else f' {number}'}",
        "s": "female" if number % 2 else "male",
        "b": born.isoformat(),
        "y": age,
        "d": "15.07.01.2002" if number % 3 else "15.07.01.2009",
        "rt": f"{1 + number % 4:03}",
        "rw": "001",
        "m": "150702••••••••••",
        "c": f"{number % 10}K{number % 9}{'ACEFHJ'[number % 6]}",
        "f": young,
        "h": "sakit" if number % 9 == 8 else "",
        "o": "",
        "e": False,
        "w": "expected",
    }


class Office:
    """What the server would say, with what arrived in ``received`` (number → content). ``signed_in``, ``away``, ``refuse`` (number → sentence), ``clock`` (ms it is ahead)."""

    def __init__(self, today: date, people: int = 12, *, language: str = "id", days: float = 7) -> None:
        self.today, self.language = today, language
        self.signed_in, self.away, self.clock, self.days = True, False, 0, days
        self.user = {"id": 7, "name": "Rina Marlina", "language": language}
        self.refuse: dict[int, str] = {}
        self.received: dict[int, dict] = {}
        self.keys = new_keys()
        self.returned, self.state = False, "out"
        self.people = [person(number, today) for number in range(people)]
        #: Other visits of the petugas: (id, days from today).
        self.others: list[tuple[int, int]] = []

    def attach(self, page) -> None:
        page.route("**/field/me/", self._answering(self._me))
        page.route("**/field/visits/", self._answering(lambda _asked: {"visits": self.visits}))
        page.route("**/field/12/take/", self._answering(self._take, status=201))
        page.route("**/field/12/return/", self._answering(self._return))
        page.route("**/field/events/", self._answering(self._events))

    @property
    def visit(self) -> dict:
        told = {"id": 12, "place": "Balai Desa Lambur Luar", "day": self.today.isoformat(), "starts": "08:00"}
        return told | {
            "ends": "14:00",
            "kecamatan": "Muara Sabak Timur",
            "state": "confirmed",
            "expected": len(self.people),
        }

    @property
    def visits(self) -> list[dict]:
        """As the office tells them: in the order of their days."""
        days = sorted([(0, 12), *((away, number) for number, away in self.others)])
        return [
            self.visit | {"id": number, "day": (self.today + timedelta(days=away)).isoformat()} for away, number in days
        ]

    def _now(self) -> int:
        return int(time.time() * 1000) + self.clock

    def _answering(self, answer, status: int = 200):
        def handle(route):
            if self.away:
                route.abort()
            elif not self.signed_in:
                route.fulfill(status=401, json={"error": "signed_out", "sentence": ""})
            else:
                route.fulfill(status=status, json=answer(json.loads(route.request.post_data or "{}")))

        return handle

    def _me(self, _asked: dict) -> dict:
        return {"user": self.user, "csrf": "x", "now": self._now(), "app": "1", "language": self.language}

    def _take(self, asked: dict) -> dict:
        self.lease = asked["lease"]
        desa = [("15.07.01.2002", "Lambur Luar", True), ("15.07.01.2009", "Siau Dalam", True)]
        desa.append(("15.07.01.1001", "Muara Sabak Ilir", False))
        visit = self.visit | {"address": "Jalan Poros", "kecamatan_code": "15.07.01", "drive": "Pilkada 2024"}
        return {
            "lease": self.lease,
            "code": "K7Q",
            "until": self._now() + int(self.days * 86_400_000),
            "pub": self.keys.public,
            "mac": self.keys.secret,
            "owner": {"id": self.user["id"], "name": self.user["name"]},
            "visit": visit | {"baseline": BASELINE, "polling": (self.today + timedelta(days=60)).isoformat()},
            "desa": [{"code": code, "name": name, "served": served} for code, name, served in desa],
            "outcomes": [],
            "people": self.people,
            "counted": {"people": 0, "cards": 0, "ikd": 0},
        }

    def _events(self, asked: dict) -> dict:
        answers = []
        for one in asked["events"]:
            sentence = self.refuse.get(one["n"], "")
            answers.append({"l": one["l"], "n": one["n"], "a": "refused" if sentence else "accepted", "s": sentence})
            if not sentence:
                self.received[one["n"]] = json.loads(open_envelope(read_envelope(one), self.keys))
        leases = [{"lease": one["lease"], "state": self.state} for one in asked["leases"]]
        return {"answers": answers, "leases": leases, "now": self._now()}

    def _return(self, _asked: dict) -> dict:
        self.returned = True
        return {}

    def miss(self, page) -> None:
        """The office misses something and takes nothing back."""
        told = {"error": "refused", "sentence": "Number 1 is missing."}
        page.route("**/field/12/return/", lambda route: route.fulfill(status=409, json=told))
