"""In which order tests run where several processes share them: what takes long begins first, dealt out to all.

pytest-xdist gives each process a stretch of the tests, and whoever is done takes from the end of another's. What takes
long must not stand at an end, or the others wait for it.
"""

from collections.abc import Sequence
from itertools import zip_longest

#: Tests that take long, the longest first. Whole files where their tests share a site, else test by test.
WHOLE = (
    "tests/browser/field/test_faults.py",
    "tests/browser/test_weight.py",
    "tests/browser/test_imports.py",
    "tests/test_backups.py",
)
EACH = (
    "tests/browser/test_accessibility.py",
    "tests/browser/test_accessibility_forms.py",
    "tests/browser/field/test_page.py",
    "tests/browser/field/test_sending.py",
    "tests/browser/field/test_worker.py",
    "tests/browser/field/test_core.py",
    "tests/browser/field/test_out.py",
    "tests/outreach/test_benchmark_people.py::test_it_measures",
    "tests/kecamatan/test_properties.py",
    "tests/kecamatan/test_concurrency.py",
    "tests/outreach/test_reconciliation_properties.py",
    "tests/outreach/imports/test_flow.py",
    "tests/kecamatan/test_benchmark.py",
    "tests/outreach/test_demo_filled.py",
    "tests/outreach/imports/test_real_process.py",
    "tests/test_up.py",
    "tests/test_slow_clients.py",
    "tests/test_manage.py",
    "tests/test_migrations.py",
)


def dealt(items: Sequence, processes: int) -> list:
    """The same tests in the order in which ``processes`` that take equal stretches are done soonest."""
    groups = [[one for one in items if one.nodeid.startswith(path)] for path in WHOLE]
    for path in EACH:
        groups += [[one] for one in items if one.nodeid.startswith(path)]
    groups = [group for group in groups if group]
    hands: list[list] = [[] for _process in range(processes)]
    for row in zip_longest(*[iter(groups)] * processes, fillvalue=[]):
        for hand, group in zip(hands, row, strict=True):
            hand += group
    long = {id(one) for hand in hands for one in hand}
    rest = [one for one in items if id(one) not in long]
    for number, hand in enumerate(hands):
        fair = (len(items) * (number + 1)) // processes - (len(items) * number) // processes
        take = max(0, fair - len(hand))
        hand += rest[:take]
        rest = rest[take:]
    return [one for hand in hands for one in hand] + rest
