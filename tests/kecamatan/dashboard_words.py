"""The words of a page, as somebody reads them."""

import re
from html import unescape

HOME = "/"


def text_of(response):
    """The page's words, tags and line breaks evened out."""
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return re.sub(r" ([;.,])", r"\1", " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split()))
