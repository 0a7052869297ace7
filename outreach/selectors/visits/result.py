"""What one visit amounts to, from the outcomes of its people and what was counted without names."""

from outreach.attendance import Tally
from outreach.models import Visit
from outreach.selectors.visits.outcomes import tallies_of


def tally_of_visit(visit: Visit) -> Tally:
    """What one visit amounts to (one query)."""
    return tallies_of([visit])[visit.pk]
