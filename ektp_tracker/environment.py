"""Strict readers of environment variables: a wrong value stops the start with a sentence, never silently."""

import os

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def env_str(name: str, default: str = "") -> str:
    """The variable's text without surrounding space, or ``default`` where it is unset."""
    return os.environ.get(name, default).strip()


def env_bool(name: str, *, default: bool) -> bool:
    """True or False; raises ImproperlyConfigured for anything but 1/0, true/false, yes/no, on/off."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    word = raw.strip().lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={raw!r} is neither true nor false. Set it to 1 or 0.")


def env_int(name: str, default: int, *, least: int = 0) -> int:
    """A whole number of at least ``least``; raises ImproperlyConfigured otherwise."""
    raw = os.environ.get(name)
    if raw is None or not raw.strip():
        return default
    try:
        number = int(raw)
    except ValueError:
        number = least - 1
    if number < least:
        raise ImproperlyConfigured(f"{name}={raw!r} is not a whole number of at least {least}.")
    return number


def env_list(name: str) -> list[str]:
    """The comma-separated parts of the variable, without the empty ones."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]
