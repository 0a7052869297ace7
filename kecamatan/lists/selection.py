"""Rows of a list that somebody ticked, or all that match; frozen, so that what is done is done to what was seen.

Between the page that shows a selection and the click that acts on it others go on working. So the page carries a signed
``Frozen``: how many rows there were, and a digest of which ones in which version. Where it no longer fits, nothing is
done and the selection is shown again.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core import signing
from django.db import connections
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kecamatan.figures import number_text
from kecamatan.models import User
from kecamatan.refusals import Refused

#: How long a frozen selection holds.
SECONDS = 30 * 60
#: Up to so many rows a token knows each by itself, and so how many of them were changed; beyond, only that some were.
MOST_MARKS = 500
_MARK = 4
_CHUNK = 5000
_SALT = "kecamatan.lists.selection"


@dataclass(frozen=True)
class Frozen:
    """``count`` rows with this SHA-256 (hex) over their ordered (pk, version) pairs; ``token`` says so, signed."""

    count: int
    digest: str
    token: str


@dataclass(frozen=True)
class _Taken:
    """What stands in the rows now: their keys in order, the digest, and each row's own mark where they are few."""

    pks: list[int]
    digest: str
    marks: list[str]


def freeze(rows: QuerySet, *, user: User, list_name: str, action: str, version: Iterable[str] = ("version",)) -> Frozen:
    """Freeze these rows for one user, list and action. ``version``: fields that change whenever a row does."""
    taken = _take(_pairs(rows, version))
    token = signing.dumps(
        {"u": user.pk, "l": list_name, "a": action, "n": len(taken.pks), "d": taken.digest, "m": "".join(taken.marks)},
        salt=_SALT,
    )
    return Frozen(len(taken.pks), taken.digest, token)


def thaw(
    token: str, rows: QuerySet, *, user: User, list_name: str, action: str, version: Iterable[str] = ("version",)
) -> list[int]:
    """The keys of the rows, in order, where they are those that were frozen. Inside a transaction: they stay locked.

    Raises Refused with a sentence where the set is another by now, the token is old, or it is for something else.
    """
    try:
        held = signing.loads(token, salt=_SALT, max_age=SECONDS)
    except signing.SignatureExpired:
        raise Refused(_("You chose these rows more than half an hour ago. Look at them again.")) from None
    except signing.BadSignature:
        raise Refused(_("This selection cannot be read. Choose the rows again.")) from None
    if (held["u"], held["l"], held["a"]) != (user.pk, list_name, action):
        raise Refused(_("This selection was made for something else. Choose the rows again."))
    taken = _take(_pairs(_locked(rows), version))
    if (len(taken.pks), taken.digest) != (held["n"], held["d"]):
        raise Refused(_what_changed(held, taken))
    return taken.pks


def _locked(rows: QuerySet) -> QuerySet:
    """Until the transaction ends nobody else changes them; SQLite has but one writer anyway."""
    connection = connections[rows.db]
    if connection.in_atomic_block and connection.features.has_select_for_no_key_update:
        return rows.select_for_update(of=("self",), no_key=True)
    return rows


def _pairs(rows: QuerySet, version: Iterable[str]) -> Iterator[tuple]:
    return rows.order_by("pk").values_list("pk", *version).iterator(chunk_size=_CHUNK)


def _take(pairs: Iterator[tuple]) -> _Taken:
    whole, pks, marks = hashlib.sha256(), [], []
    for pair in pairs:
        line = f"{pair!r}\n".encode()
        whole.update(line)
        pks.append(pair[0])
        if len(pks) <= MOST_MARKS:
            marks.append(hashlib.sha256(line).hexdigest()[: 2 * _MARK])
    return _Taken(pks, whole.hexdigest(), marks if len(pks) <= MOST_MARKS else [])


def _what_changed(held: dict, taken: _Taken) -> str:
    """In a sentence: how many of the frozen rows are not what they were, as far as that is known."""
    size = 2 * _MARK
    before = {held["m"][at : at + size] for at in range(0, len(held["m"]), size)}
    changed = len(before - set(taken.marks))
    if before and changed and (taken.marks or not taken.pks):
        return ngettext(
            "%(changed)s of the %(count)s was changed meanwhile. Look at them again.",
            "%(changed)s of the %(count)s were changed meanwhile. Look at them again.",
            changed,
        ) % {"changed": number_text(changed), "count": number_text(held["n"])}
    if len(taken.pks) != held["n"]:
        return _("There were %(before)s rows, and now there are %(now)s. Look at them again.") % {
            "before": number_text(held["n"]),
            "now": number_text(len(taken.pks)),
        }
    return _("Some of the %(count)s rows were changed meanwhile. Look at them again.") % {
        "count": number_text(held["n"])
    }
