"""``manage.py check_people`` looks at what phones told: every fault is found, and said by the number of the lease or visit."""

import pytest

from outreach.models import Attendance, FieldLease
from outreach.selectors.field.rules import RULES_OF_LEASES, RULES_OF_TOLD
from outreach.selectors.people_check import check_people
from tests.breaking_guards import execute, only_constraints

pytestmark = pytest.mark.django_db
EVENT, ATTENDANCE = "UPDATE outreach_fieldevent SET {} WHERE number = 1", "outreach_attendance"
#: What is wrong → (statements, what it is said of, the end of the sentence).
FAULTS = {
    "a number beyond what was made": (
        ["UPDATE outreach_fieldlease SET made = 0"], "lease", "than the phone is known to have given",
    ),
    "content that is kept": ([EVENT.format("content = 'x'")], "lease", "is still kept sealed"),
    "a person whom the visit forgot": (
        ["DELETE FROM outreach_attendancechange", f"DELETE FROM {ATTENDANCE}"], "lease", "does not know the person",
    ),
    "an outcome of nobody": (
        [EVENT.format("outcome = 'refused', answer = 'decide'")], "visit", "and no phone tells it",
    ),
    "a word that was taken back, and stands": ([EVENT.format("undone = TRUE")], "visit", "and no phone tells it"),
    "another outcome than was told": (
        [
            f"UPDATE {ATTENDANCE} SET outcome = '' WHERE resident_id = {{siti}}",
            "DELETE FROM outreach_attendancechange",
        ],
        "visit", "than all phones tell and no colleague entered",
    ),
}  # fmt: skip


@pytest.fixture
def told(visit, list_person, phone):
    """Siti was absent, as a phone says; of another person nothing is said."""
    siti, made = list_person(), visit()
    list_person("Orang lain")
    rina = phone(made)
    rina.outcome(siti, "absent")
    rina.send()
    assert check_people().faults == []
    return {"siti": siti.pk, "visit": made.pk, "lease": rina.lease.pk}


@pytest.mark.parametrize("what", FAULTS)
def test_each_fault_is_found_and_said_by_number(told, what):
    statements, whose, sentence = FAULTS[what]
    with only_constraints():
        for one in statements:
            execute(one.format(**told))
        faults = check_people().faults
    assert any(f"{sentence}: {whose} {told[whose]}." in one for one in faults), faults


def test_every_rule_has_a_fault():
    said = " ".join(sentence for _statements, _whose, sentence in FAULTS.values())
    assert all(sentence[-20:] in said for _condition, sentence in (*RULES_OF_LEASES, *RULES_OF_TOLD))
    assert FieldLease.objects.count() == Attendance.objects.count() == 0
