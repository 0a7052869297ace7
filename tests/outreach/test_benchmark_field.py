"""The benchmark of the field day says what it cannot measure, before it makes anything."""

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.parametrize("asked", [{"phones": 1}, {"phones": 23}, {"events": 399}, {"events": 5001}])
def test_what_cannot_be_measured_is_said(asked):
    with pytest.raises(CommandError, match="22 phones"):
        call_command("benchmark_field", **asked)
