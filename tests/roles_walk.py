"""Walks every address of the site as every role, with things that live in Muara Sabak Timur."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from kecamatan import kept
from kecamatan.models import CountUpdate
from outreach.models import (
    Absence,
    Attendance,
    ImportBatch,
    ImportRow,
    Kit,
    Letter,
    LetterEvent,
    Resident,
    ResidentStep,
    Visit,
    VisitPick,
)

#: Who walks. ``foreigner`` is the admin of another kabupaten; ``petugas`` and ``admin`` see all kecamatan of this one.
ACTORS = ("stranger", "pejabat", "petugas", "petugas_timur", "petugas_sadu", "admin", "foreigner")
INSIDE = ("petugas", "petugas_timur", "admin")
#: Never in anything that these are answered: nothing of the people of Timur.
BLIND = ("stranger", "pejabat", "petugas_sadu", "foreigner")
DOOR = re.compile(r"^/(accounts|admin)/login/(\?|$)")


@dataclass(frozen=True)
class Answer:
    """What those who may are answered to GET and POST, and who may: ``admins``, ``people`` (admins and petugas),
    ``all`` who are signed in or ``open`` to strangers. Others get 403.

    ``of_timur``: names something of Timur, so that it does not exist (404) for other kecamatan and kabupaten;
    ``of_kabupaten``: for other kabupaten alone. ``own``: for everybody but its owner, an admin. ``sent``: fields of the
    POST; a callable is given the things of the walk. ``special``: (actor, method) → status, where none of this fits.
    """

    get: int
    post: int
    who: str = "people"
    of_timur: bool = False
    of_kabupaten: bool = False
    sent: object = field(default_factory=dict)
    special: dict = field(default_factory=dict)

    def expected(self, actor: str, method: str) -> tuple[int, ...]:
        """The statuses that are right; for a stranger who may not: the door."""
        if (actor, method) in self.special:
            return (self.special[actor, method],)
        allowed = self.get if method == "get" else self.post
        if self.who == "open":
            return (allowed,)
        if actor == "stranger":
            return (302, 403)
        if not _has_role(self.who, actor):
            return (403,)
        if allowed == 405:
            return (405,)
        if (self.of_timur and actor in {"petugas_sadu", "foreigner"}) or (self.of_kabupaten and actor == "foreigner"):
            return (404,)
        return (allowed,)


def _has_role(who: str, actor: str) -> bool:
    return {
        "all": True,
        "people": actor != "pejabat",
        "admins": actor in {"admin", "foreigner"},
    }[who]


def patterns(found=None, path: str = "", names: tuple[str, ...] = ()) -> Iterator[tuple[str, str, dict]]:
    """(full name, path with its arguments as ``<…>``, converters) of every address."""
    for one in get_resolver().url_patterns if found is None else found:
        text = str(one.pattern)
        if isinstance(one, URLResolver):
            inside = (*names, one.namespace) if one.namespace else names
            yield from patterns(one.url_patterns, path + text, inside)
        elif isinstance(one, URLPattern):
            yield ":".join((*names, one.name or text)), path + text, one.pattern.converters


class Secrets:
    """What is personal about the people of the walk, in every form in which it could come out."""

    name = "Zulkhairati Lamburetna"
    nik = "1507014508900017"
    no_kk = "1507011203100028"
    address = "Lorong Kenanga 77"
    phone = "081277665544"
    note = "sakit jantung menahun"
    birth_place = "Pangkalan Bulian"
    reason = "mengaku bersekolah di rantau"
    file = "daftar-lambur-juli.xlsx"
    spoken = "untuk Bu Zulkhairati"

    @classmethod
    def texts(cls) -> tuple[str, ...]:
        digits = cls.phone
        return (
            *("Zulkhairati", "Lamburetna", cls.nik, f"{cls.nik[:6]}••••••{cls.nik[-4:]}", cls.nik[-4:] + "<"),
            *(cls.no_kk, f"{cls.no_kk[:6]}••••••{cls.no_kk[-4:]}", cls.address, cls.note, cls.birth_place, cls.reason),
            *(
                digits,
                digits[1:],
                f"{digits[:4]}-{digits[4:8]}-{digits[8:]}",
                f"{digits[:4]} {digits[4:8]} {digits[8:]}",
            ),
            *(cls.file, cls.spoken),
        )


def said_of_anybody(text: str) -> list[str]:
    """The personal texts in an answer."""
    return [secret for secret in Secrets.texts() if secret.lower() in text.lower()]


def whole_text(response: HttpResponse) -> str:
    """All that an answer says: its body (of a spreadsheet every part), and its headers."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            body = b"\n".join(parts.read(name) for name in parts.namelist())
    return f"{headers}\n{body.decode('utf-8', errors='replace')}"


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is as if it had not been."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    kept.clear()


def everything() -> list:
    """What no refused request may change."""
    models = (
        *(Resident, ResidentStep, ImportBatch, ImportRow, Absence, CountUpdate, Visit, Attendance, VisitPick, Kit),
        *(Letter, LetterEvent),
    )
    return [list(model.objects.order_by("pk").values()) for model in models]


def followed(client: Client, response: HttpResponse) -> str:
    """The text of an answer and, where it leads somewhere on this site, of what is there."""
    text = whole_text(response)
    if response.status_code in {301, 302, 303} and response["Location"].startswith("/"):
        text += whole_text(client.get(response["Location"]))
    return text
