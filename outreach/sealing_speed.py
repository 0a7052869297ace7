"""How long sealing takes: ``python -m outreach.sealing_speed [VALUES]`` prints microseconds a value."""

import sys
from time import perf_counter

from outreach.sealing import Place, new_ring


def microseconds(values: int = 20_000) -> dict[str, float]:
    """Microseconds for each value to seal, to open, and to take the fingerprint of, over ``values`` invented numbers."""
    ring, place = new_ring(), Place("resident", "nik")
    numbers = [f"{number:016}" for number in range(values)]
    began = perf_counter()
    sealed = [ring.seal(number, place) for number in numbers]
    sealed_at = perf_counter()
    for one in sealed:
        ring.open(one, place)
    opened_at = perf_counter()
    for number in numbers:
        ring.fingerprint(number, place)
    ended = perf_counter()
    each = 1_000_000 / values
    return {
        "seal": (sealed_at - began) * each,
        "open": (opened_at - sealed_at) * each,
        "fingerprint": (ended - opened_at) * each,
    }


if __name__ == "__main__":
    for name, figure in microseconds(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000).items():
        print(f"{name:12} {figure:6.1f} µs a value")
