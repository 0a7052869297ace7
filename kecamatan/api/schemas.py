"""What goes in and out of the API, strictly typed: nothing is guessed, nothing unknown is let through.

Descriptions stand in English in OpenAPI; the page of the API translates them (kecamatan.api.docs).
"""

import re
import uuid
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, StrictInt, StrictStr, WithJsonSchema
from pydantic_core import PydanticCustomError

from kecamatan.models.ledger import MOST_AT_ONCE, NOTE_LENGTH
from kecamatan.plain_text import unfit

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


def _day(value: Any) -> date:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise PydanticCustomError("day", "not written as YYYY-MM-DD")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("no_such_day", "not a day of the calendar") from None


def _key(value: Any) -> uuid.UUID:
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        raise PydanticCustomError("key", "not a UUID")
    return uuid.UUID(value)


def _number(value: Any) -> int:
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        raise PydanticCustomError("number", "not a number")
    return int(value)


def _note(value: Any) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("text", "not text")
    if len(value.strip()) > NOTE_LENGTH:
        raise PydanticCustomError("too_long", "too long")
    if unfit(value):
        raise PydanticCustomError("unfit", "characters that cannot be seen")
    return value.strip()


Day = Annotated[
    date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date", "examples": ["2024-09-30"]})
]
Key = Annotated[uuid.UUID, BeforeValidator(_key), WithJsonSchema({"type": "string", "format": "uuid"})]
Number = Annotated[int, BeforeValidator(_number), WithJsonSchema({"type": "integer", "minimum": 1})]
Note = Annotated[str, BeforeValidator(_note), WithJsonSchema({"type": "string", "maxLength": NOTE_LENGTH})]
Kind = Literal["recorded", "recorded_elsewhere", "added", "removed"]


class Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class CountUpdateIn(Strict):
    """One row for the ledger."""

    key: Key = Field(
        description=gettext_noop("A UUID made by the caller, new for every row. Sending it again counts once.")
    )
    kecamatan: StrictStr = Field(description=gettext_noop("Code of the kecamatan."), examples=["15.07.01"])
    desa: StrictStr | None = Field(
        None,
        description=gettext_noop("Code of the desa or kelurahan; null: only the kecamatan is known."),
        examples=["15.07.01.2002"],
    )
    kind: Kind = Field(description=gettext_noop("added: flowed in (turned 17, moved in, found)."))
    quantity: Annotated[StrictInt, Field(ge=1, le=MOST_AT_ONCE)] = Field(
        description=gettext_noop("How many people."), examples=[12]
    )
    date: Day = Field(description=gettext_noop("The day it happened, from the baseline date to today."))
    note: Note = Field("", description=gettext_noop("A remark for colleagues."))


class PlaceOut(Schema):
    code: str = Field(examples=["15.07"])
    name: str = Field(examples=["Tanjung Jabung Timur"])


class DriveOut(Schema):
    id: int
    name: str = Field(examples=["Pilkada 2024"])
    baseline_date: date
    last_recording_day: date
    polling_day: date
    is_active: bool


class CountsOut(Schema):
    baseline: int
    added: int
    removed: int
    recorded_elsewhere: int
    recorded: int
    remaining: int = Field(description=gettext_noop("baseline + added − removed − recorded_elsewhere − recorded"))


class KecamatanOut(CountsOut):
    code: str
    name: str


class SummaryOut(Schema):
    """The dashboard's numbers. The parts of the kecamatan sum to the whole."""

    kabupaten: PlaceOut
    drive: DriveOut
    as_of: date
    baseline: int
    added: int
    removed: int
    recorded_elsewhere: int
    recorded: int
    remaining: int = Field(description=gettext_noop("baseline + added − removed − recorded_elsewhere − recorded"))
    kecamatan: list[KecamatanOut]
    complete: bool = Field(
        description=gettext_noop("true: all kecamatan; false: only those assigned to the token's owner.")
    )


class CountUpdateOut(Schema):
    """The row as it stands in the ledger."""

    id: int
    key: uuid.UUID
    kecamatan: str
    desa: str | None
    kind: Kind
    quantity: int
    date: date
    note: str
    entered_at: datetime
    remaining_before: int = Field(description=gettext_noop("People remaining at the row's place without it."))
    remaining_after: int


class ErrorOut(Schema):
    field: str = Field(
        description=gettext_noop("The field or parameter it is about; empty where it is none's."), examples=["quantity"]
    )
    message: str = Field(
        description=gettext_noop("A sentence in the language of the token's owner: what is wrong, what to do.")
    )


class ErrorsOut(Schema):
    errors: list[ErrorOut]
