"""The pages of people in process, as a signed-in petugas asks for them; and whole lists as files."""

from dataclasses import asdict
from time import perf_counter, process_time
from urllib.parse import quote

from django.urls import reverse

from kecamatan import kept
from kecamatan.benchmark.asking import FRAME, Site, bare_ms, measure, noted, session_of
from outreach.benchmark.people import Invented
from outreach.benchmark.planning import measure_plan
from outreach.benchmark.visits import make_visits
from outreach.models import Resident
from outreach.search import sealed_search

#: A page that takes a second is asked as often in ten of them.
ROUNDS = 20

CARDS, FORECAST = "cards, from recording to hand", "forecast, with visits and birthdays"
#: Pages whose answer is kept; they are asked for as after a write.
ANEW = frozenset({CARDS, FORECAST})


def pages_of(site: Site, people: list[Invented]) -> dict[str, str]:
    """What is asked → its address."""
    listing = reverse("outreach:resident-list")
    one = Resident.objects.filter(drive=site.drive).order_by("pk")[len(people) // 2]
    known = people[len(people) // 2]
    rare = " ".join(known.name.split()[-2:])
    some = "rizki"
    return {
        "list, first page": listing,
        "list, 100 rows on a page": f"{listing}?per_page=100",
        "list, of one desa": f"{listing}?kecamatan={known.spot.kecamatan}&desa={known.spot.desa}",
        "list, still to be recorded, by name": f"{listing}?status=remaining&sort=name",
        "list, by age, oldest wait first": f"{listing}?sort=waiting",
        "list, last page": f"{listing}?page={len(people) // 25 + 1}",
        "search, part of a name": f"{listing}?find={quote(sealed_search(some, site.petugas))}",
        "search, whole name": f"{listing}?find={quote(sealed_search(rare, site.petugas))}",
        "search, whole NIK": f"{listing}?find={quote(sealed_search(known.nik, site.petugas))}",
        "resident": one.get_absolute_url(),
        "reconciliation": reverse("outreach:reconciliation"),
        "reconciliation, one kecamatan": reverse("outreach:reconciliation-kecamatan", args=[known.spot.kecamatan]),
        CARDS: reverse("outreach:cards"),
        "cards, by desa": reverse("outreach:cards-by-desa"),
        FORECAST: reverse("kecamatan:forecast"),
        "lists taken in": reverse("outreach:import-list"),
        "queue of the gone": reverse("outreach:absence-list"),
    }


def ask_pages(site: Site, people: list[Invented], rounds: int = ROUNDS) -> list[dict]:
    """Every page with its queries, milliseconds and bytes; and the planner's calendar, which asks nothing of the database."""
    session = {"HTTP_COOKIE": session_of(site.petugas)}
    visits, done = make_visits(site)
    found = []
    for what, path in (pages_of(site, people) | visits).items():

        def ask(what: str = what, path: str = path) -> tuple[int, bytes]:
            if what in ANEW:
                kept.clear()
            return site.ask(path, **session)

        begun = perf_counter()
        ask()
        seldom = max(3, min(rounds, int(10 / max(perf_counter() - begun, 0.001))))
        line = measure(what, "", ask, rounds=seldom)
        with noted() as statements:
            ask()
        line.sql_ms = bare_ms([one for one in statements.sent if not FRAME.search(one[0])], max(3, seldom // 3))
        found.append(asdict(line))
    return [*found, *done, asdict(measure_plan(rounds))]


def export(site: Site, kind: str) -> dict:
    """The whole list as a file: seconds and bytes."""
    begun, cpu = perf_counter(), process_time()
    status, body = site.ask(f"{reverse('outreach:resident-list')}?export={kind}", HTTP_COOKIE=session_of(site.petugas))
    if status != 200:
        raise AssertionError(f"The export was answered with {status}.")
    return {"seconds": perf_counter() - begun, "cpu": process_time() - cpu, "bytes": len(body)}
