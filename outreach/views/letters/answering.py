"""The page that the link in a letter opens: no account, no person's data, and nothing to tell one wrong link from another."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kecamatan.forms.fields import mark_errors
from kecamatan.refusals import Refused
from kecamatan.throttle import seconds_to_wait, take
from outreach.actions.letters.answering import note_opened, shown_of, take_answer
from outreach.answer_links import handle_in
from outreach.forms.letters.answer import AnswerForm
from outreach.models import Letter
from outreach.selectors.letters.links import asked_by, letter_of_link, opened_by_a_person
from outreach.selectors.letters.recipients import recipient_of

#: Under which wrong links are counted (kecamatan.throttle): 8 of one letter and 100 of any from an address in a quarter of
#: an hour, 60 of one letter in an hour. Right ones are never counted, so a village behind one address is not shut out.
LINK = "letter-link"
NOT_HERE = 404


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def letter_answer(request: HttpRequest, token: str) -> HttpResponse:
    """The visit and the form; in Indonesian, whatever the language of the browser or of a colleague who looks at it."""
    with translation.override("id"):
        request.LANGUAGE_CODE = "id"
        response = _answered(request, token)
    add_never_cache_headers(response)
    # Nothing of the address leaves the site. Not "no-referrer": browsers then send "Origin: null" with the form, which the
    # check of the form's token refuses.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Content-Language"] = "id"
    return response


def _answered(request: HttpRequest, token: str) -> HttpResponse:
    name = handle_in(token)
    wait = seconds_to_wait(request, LINK, name)
    if wait:
        response = render(request, "outreach/letters/no_link.html", {"wait": True}, status=429)
        response["Retry-After"] = str(wait)
        return response
    letter = letter_of_link(token, timezone.now())
    if letter is None:
        take(request, LINK, name)
        return render(request, "outreach/letters/no_link.html", {"wait": False}, status=NOT_HERE)
    if request.method == "POST":
        return _posted(request, token, letter)
    if request.method == "GET" and opened_by_a_person(
        request.headers.get("User-Agent", ""), request.headers.get("Sec-Purpose", "")
    ):
        # The one GET that writes: it is what the office asks, whether the letter was opened at all.
        note_opened(letter=letter)
    return _page(request, letter, AnswerForm(initial={"seen": shown_of(letter.visit)}))


def _posted(request: HttpRequest, token: str, letter: Letter) -> HttpResponse:
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            take_answer(letter=letter, answer=form.answered)
        except Refused as refused:
            form.add_error(None, refused.message)
            # What is confirmed next is what stands on the page now.
            form.data = form.data.copy()
            form.data["seen"] = shown_of(letter.visit)
        else:
            return redirect("outreach:letter-answer", token=token)
    elif "seen" in form.errors:
        form.add_error(None, _("This page was not sent whole. Please answer again."))
        form.data = form.data.copy()
        form.data["seen"] = shown_of(letter.visit)
    return _page(request, letter, form)


def _page(request: HttpRequest, letter: Letter, form: AnswerForm) -> HttpResponse:
    mark_errors(form)
    context = {
        "letter": letter,
        "visit": letter.visit,
        "recipient": recipient_of(letter),
        "office": letter.visit.drive.kabupaten,
        "changed": letter.is_outdated,
        "last": asked_by(letter).answers.order_by("-pk").first(),
        "form": form,
    }
    return render(request, "outreach/letters/answer.html", context)
