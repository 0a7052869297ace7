"""How a test calls the API of design §10: its addresses, sending a row, reading a refusal."""

import json

SUMMARY = "/api/v1/summary"
ROWS = "/api/v1/count-updates"
FIELDS = ["baseline", "added", "removed", "recorded_elsewhere", "recorded", "remaining"]


def send(client, row):
    body = row if isinstance(row, (str, bytes)) else json.dumps(row)
    return client.post(ROWS, body, content_type="application/json")


def refusal(response, status):
    """{field: sentence} of a refusal, whose shape is always the same."""
    assert response.status_code == status, response.content
    assert response["Content-Type"].startswith("application/json")
    body = response.json()
    assert list(body) == ["errors"]
    assert all(list(error) == ["field", "message"] and error["message"] for error in body["errors"])
    return {error["field"]: error["message"] for error in body["errors"]}
