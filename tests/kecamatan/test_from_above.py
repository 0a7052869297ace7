"""Questions to the app above: answered by whoever registered, with something to fall back on where nobody did."""

import pytest

from kecamatan import from_above


@pytest.fixture(autouse=True)
def _no_answers(monkeypatch):
    monkeypatch.setattr(from_above, "_answers", {})


def test_a_question_that_nobody_answers_has_the_answer_of_who_asks():
    assert from_above.ask("cards waiting", 1, otherwise=0) == 0


def test_whoever_registered_answers():
    from_above.register("how many of these", "builtins.len")
    from_above.register("how many of these", "builtins.len")
    assert from_above.ask("how many of these", [1, 2, 3], otherwise=0) == 3


def test_a_question_has_one_answer():
    from_above.register("how many of these", "builtins.len")
    with pytest.raises(ValueError, match=r"answered by builtins\.len already"):
        from_above.register("how many of these", "builtins.sum")
