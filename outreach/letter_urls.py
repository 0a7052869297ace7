"""Pages of letters, and the one that a letter's link opens."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from outreach.papers.letter_text import Kind
from outreach.views.letters import answering, files, listing, office, one, preparing


def _converter(pattern: str) -> type[StringConverter]:
    """A part of an address that is nothing but such a word."""
    return type("CodeConverter", (StringConverter,), {"regex": pattern})


register_converter(_converter("|".join(kind.value for kind in Kind)), "letter_kind")
# However it was typed: whether it opens anything is for the page to say.
register_converter(_converter("[^/]{1,200}"), "answer_token")

urlpatterns = [
    # /letters/…: the register, one letter, and what all letters share
    path("letters/", listing.LetterList.as_view(), name="letter-list"),
    path("letters/due/", listing.letter_due, name="letter-due"),
    path("letters/letterhead/", office.letterhead, name="letterhead"),
    path("letters/letterhead/crest/", office.letterhead_crest, name="letterhead-crest"),
    path("letters/letterhead/sample/", office.letterhead_sample, name="letterhead-sample"),
    path("letters/texts/<letter_kind:kind>/", office.letter_text, name="letter-text"),
    path("letters/<int:pk>/", one.letter_page, name="letter"),
    path("letters/<int:pk>/pdf/", files.letter_pdf, name="letter-pdf"),
    path("letters/<int:pk>/sent/", one.letter_sent, name="letter-sent"),
    path("letters/<int:pk>/mail/", one.letter_mail, name="letter-mail"),
    path("letters/<int:pk>/reminded/", one.letter_reminded, name="letter-reminded"),
    path("letters/<int:pk>/void/", one.letter_void, name="letter-void"),
    path("letters/<int:pk>/link/", one.letter_link, name="letter-link"),
    path("letters/<int:pk>/correct/", one.letter_correct, name="letter-correct"),
    # /visits/…/letters/ and /papers/…: the letters and papers of one visit
    path("visits/<int:pk>/letters/", preparing.visit_letters, name="visit-letters"),
    path("visits/<int:pk>/papers/", preparing.visit_paper, name="visit-paper"),
    path("visits/<int:pk>/papers/list/", files.visit_list, name="visit-calling-list"),
    path("visits/<int:pk>/papers/tally/", files.visit_tally, name="visit-tally-sheet"),
    # /s/…: short, for it stands on paper
    path("s/<answer_token:token>/", answering.letter_answer, name="letter-answer"),
]
