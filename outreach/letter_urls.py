"""Pages of letters, and the one that a letter's link opens."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from outreach.views.letters import answering


class CodeConverter(StringConverter):
    """What stands in a letter as its link, however it was typed: whether it opens anything is for the page to say."""

    regex = "[^/]{1,200}"


register_converter(CodeConverter, "answer_token")

urlpatterns = [
    # /s/…: short, for it stands on paper
    path("s/<answer_token:token>/", answering.letter_answer, name="letter-answer"),
]
