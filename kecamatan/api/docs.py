"""The page that documents the API, built from its OpenAPI description: light, in the site's look, without script."""

import json
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kecamatan.api.operations import api

JSON = "application/json"
EXAMPLE_ROW = {
    "key": "6f1c0f0e-3a52-4b8e-9a54-2f7d6f0f6a11",
    "kecamatan": "15.07.01",
    "desa": "15.07.01.2002",
    "kind": "recorded",
    "quantity": 12,
    "date": "2024-09-30",
    "note": "",
}


@dataclass(frozen=True)
class Field:
    """A parameter or a field of a body or an answer."""

    name: str
    type: str
    required: bool
    description: str


@dataclass(frozen=True)
class Answer:
    """What comes back under one status."""

    status: str
    meaning: str
    schema: str


@dataclass(frozen=True)
class Operation:
    """One method of one address."""

    method: str
    path: str
    title: str
    description: str
    parameters: list[Field]
    body: list[Field]
    answers: list[Answer]
    curl: str


@dataclass(frozen=True)
class Shape:
    """The fields of one kind of answer."""

    name: str
    fields: list[Field]


def operations(schema: dict, host: str) -> list[Operation]:
    """Every operation of the description. ``host``: scheme and name, for the examples."""
    found = []
    for path, methods in schema["paths"].items():
        for method, entry in methods.items():
            body = entry.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema", {})
            found.append(
                Operation(
                    method=method.upper(),
                    path=path,
                    title=_(entry["summary"]),
                    description=_(entry["description"]),
                    parameters=[
                        Field(p["name"], _type(p["schema"]), p.get("required", False), _about(p))
                        for p in entry.get("parameters", [])
                    ],
                    body=_fields(_resolved(schema, body)),
                    answers=[
                        Answer(str(status), _meaning(int(status)), _type(_json_schema(answer)))
                        for status, answer in entry["responses"].items()
                    ],
                    curl=_curl(method, f"{host}{path}", bool(body)),
                )
            )
    return found


def shapes(schema: dict) -> list[Shape]:
    """The bodies that the operations answer with."""
    parts = schema["components"]["schemas"].items()
    return [Shape(name, _fields(part)) for name, part in parts if not name.endswith("In")]


def _json_schema(answer: dict) -> dict:
    return answer.get("content", {}).get(JSON, {}).get("schema", {})


def _resolved(schema: dict, part: dict) -> dict:
    if "$ref" in part:
        return schema["components"]["schemas"][part["$ref"].rsplit("/", 1)[1]]
    return part


def _fields(part: dict) -> list[Field]:
    required = part.get("required", [])
    return [
        Field(name, _type(entry), name in required, _about(entry)) for name, entry in part.get("properties", {}).items()
    ]


def _about(entry: dict) -> str:
    text = entry.get("description") or entry.get("schema", {}).get("description", "")
    return _(text) if text else ""


def _type(part: dict) -> str:
    """A type in few words: "integer 1–100000", "string (date) or null", "list of KecamatanOut"."""
    if "$ref" in part:
        return part["$ref"].rsplit("/", 1)[1]
    if "anyOf" in part:
        return _(" or ").join(_type(one) for one in part["anyOf"])
    if "enum" in part:
        return " | ".join(part["enum"])
    if part.get("type") == "array":
        return _("list of %(type)s") % {"type": _type(part["items"])}
    text = part.get("type", "")
    if "format" in part:
        text += f" ({part['format']})"
    if "maximum" in part:
        text += f" {part['minimum']}–{part['maximum']}"
    return text


def _meaning(status: int) -> str:
    return {
        200: _("The answer; for a row: this key was sent before, and counts once."),
        201: _("The row is new."),
        304: _("Nothing has changed since the answer with that ETag."),
        400: _("Not valid JSON."),
        401: _("No token, a revoked one, or its owner may not sign in."),
        403: _("The owner's role does not enter counts."),
        404: _("No drive has been set up yet."),
        409: _("The key was used before, with other content."),
        413: _("The body is too large."),
        415: _("The body is not declared as JSON."),
        422: _("Refused, with the field and a sentence that says why."),
    }[status]


def _curl(method: str, url: str, with_body: bool) -> str:
    lines = [f"curl -X {method.upper()} '{url}'", "  -H 'Authorization: Bearer ektp_…'"]
    if with_body:
        lines += [f"  -H 'Content-Type: {JSON}'", f"  -d '{json.dumps(EXAMPLE_ROW)}'"]
    return " \\\n".join(lines)


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation with parameters, body, answers and an example; no data, so strangers may read it."""
    schema = api.get_openapi_schema()
    host = f"{request.scheme}://{request.get_host()}"
    return render(
        request, "kecamatan/api_docs.html", {"operations": operations(schema, host), "shapes": shapes(schema)}
    )
