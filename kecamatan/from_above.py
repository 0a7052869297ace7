"""What the app above knows and pages of numbers show: whole numbers of places and days, never a person.

This app imports nothing of the app above. It asks by the name of a question, and whoever registered an answer gives it;
without the app above every question has the answer of a site that knows no person.
"""

from collections.abc import Callable
from typing import TypeVar

from django.utils.module_loading import import_string

T = TypeVar("T")

_answers: dict[str, str] = {}


def register(question: str, function: str) -> None:
    """Let the function of this dotted name answer a question; a question has one answer."""
    if _answers.setdefault(question, function) != function:
        raise ValueError(f"“{question}” is answered by {_answers[question]} already.")


def ask(question: str, *given: object, otherwise: T) -> T:
    """What is answered to a question about ``given``; ``otherwise`` where nobody answers it."""
    if question not in _answers:
        return otherwise
    answer: Callable[..., T] = import_string(_answers[question])
    return answer(*given)
