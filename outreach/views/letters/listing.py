"""The register of letters, and what is due this morning."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kecamatan.access import Scope, scope_of
from kecamatan.lists.page import ListPage
from outreach.access import people_only
from outreach.letter_filters import LetterFilters
from outreach.models import Letter
from outreach.papers.letter_text import Kind
from outreach.selectors.letters.following import due, proposals, register, unanswered
from outreach.selectors.letters.messages import message_of
from outreach.selectors.letters.texts import letterhead_of, text_of
from outreach.tables.letters import LetterTable

MOST_SHOWN = 200


class LetterList(ListPage):
    """Every letter with its number, newest first: to whom, about which visit, how far it has come."""

    filters_class = LetterFilters
    table_class = LetterTable
    template_name = "outreach/letters/register.html"
    title = gettext_lazy("Letters")

    def rows(self, scope: Scope) -> QuerySet[Letter]:
        return register(scope)


@people_only
@require_safe
def letter_due(request: HttpRequest) -> HttpResponse:
    """Whom to remind today, and who has not answered; each with the ready message."""
    scope = scope_of(request.user)
    head, text = letterhead_of(scope.kabupaten), text_of(scope.kabupaten, Kind.REMINDER)
    today = scope.today
    reminders = [
        (one, message_of(one.course.letter, Kind.REMINDER, text, head, today)) for one in due(scope, today)[:MOST_SHOWN]
    ]
    context = {
        "scope": scope,
        "reminders": reminders,
        "proposals": proposals(scope)[:MOST_SHOWN],
        "waiting": unanswered(scope)[:MOST_SHOWN],
        "today": today,
    }
    return render(request, "outreach/letters/due.html", context)
