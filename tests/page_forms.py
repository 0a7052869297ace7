"""The forms of a page, read from its HTML."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """A form as a browser sees it: where it goes, how, and what its fields hold."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """The forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.select = ""

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "form":
            self.forms.append(Form(found.get("action") or "", (found.get("method") or "get").lower()))
        elif self.forms and tag in {"input", "textarea"} and found.get("name"):
            box = found.get("type") in {"checkbox", "radio"}
            if not box or "checked" in found:
                self.forms[-1].fields[found["name"]] = found.get("value") or ("on" if box else "")
        elif self.forms and tag == "select" and found.get("name"):
            self.select = found["name"]
            self.forms[-1].fields.setdefault(self.select, "")
        elif self.forms and tag == "option" and "selected" in found and self.select:
            self.forms[-1].fields[self.select] = found.get("value") or ""


def forms_of(response):
    parser = Forms()
    parser.feed(response.content.decode())
    return parser.forms
