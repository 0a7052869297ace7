"""One letter: what it says, how far it has come, and everything that can be done with it."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kecamatan.access import Scope, may_write, scope_of
from kecamatan.forms.fields import mark_errors
from kecamatan.refusals import Refused
from kecamatan.views.redirects import safe_next
from outreach.access import letter_or_404, people_only
from outreach.actions.letters.prepare import correct_letter, standing_for
from outreach.actions.letters.sending import (
    Sent,
    mark_reminded,
    mark_sent,
    renew_link,
    revoke_link,
    take_for_mailing,
    void_letter,
)
from outreach.forms.letters.sending import MailForm, SeenForm, SentForm, VoidForm
from outreach.models import Letter, LetterEvent
from outreach.papers.letter_text import Kind
from outreach.selectors.letters.composing import link_of
from outreach.selectors.letters.following import course_of
from outreach.selectors.letters.messages import Message, message_of
from outreach.selectors.letters.printing import body_of, pdf_of_letter
from outreach.selectors.letters.texts import letterhead_of, text_of
from outreach.views.letters.site import site_of

log = logging.getLogger(__name__)


@people_only
@require_safe
def letter_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What it says, its course and history, and what can be done."""
    scope = scope_of(request.user)
    return _page(request, scope, letter_or_404(scope, pk))


@people_only
@require_POST
def letter_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """It was handed over, or sent by WhatsApp: the office says so."""
    scope = scope_of(request.user)
    letter = letter_or_404(scope, pk)
    form = SentForm(request.POST)
    if form.is_valid():
        try:
            mark_sent(by=scope, letter=letter, sent=form.sent, seen=form.cleaned_data["seen"])
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            messages.success(request, _("Noted: %(number)s is out.") % {"number": letter})
            return redirect(letter)
    return _page(request, scope, letter, sent=form)


@people_only
@require_POST
def letter_reminded(request: HttpRequest, pk: int) -> HttpResponse:
    """Its recipient was reminded, by WhatsApp or in person."""
    scope = scope_of(request.user)
    letter = letter_or_404(scope, pk)
    form = SentForm(request.POST)
    if not form.is_valid():
        return _page(request, scope, letter, reminded=form)
    try:
        mark_reminded(by=scope, letter=letter, sent=form.sent, seen=form.cleaned_data["seen"])
    except Refused as refused:
        form.add_error(refused.field or None, refused.message)
        return _page(request, scope, letter, reminded=form)
    messages.success(request, _("Noted: %(recipient)s was reminded.") % {"recipient": letter.addressee})
    return redirect(safe_next(request, letter.get_absolute_url()))


@people_only
@require_POST
def letter_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it, or a reminder of it (``remind``), by e-mail with the PDF; noted as out once the mail server took it."""
    scope = scope_of(request.user)
    letter = letter_or_404(scope, pk)
    form = MailForm(request.POST)
    remind = request.POST.get("remind") == "on"
    if form.is_valid():
        try:
            _mail(scope, letter, form.cleaned_data, remind=remind)
        except Refused as refused:
            form.add_error("to" if refused.field == "to" else None, refused.message)
        else:
            messages.success(request, _("The mail server has taken the e-mail."))
            return redirect(letter)
    return _page(request, scope, letter, mail=form)


def _mail(scope: Scope, letter: Letter, told: dict, *, remind: bool) -> None:
    """Taken before it goes out, so that it goes once, and told afterwards that it did."""
    if not settings.EMAIL_CONFIGURED:
        raise Refused(_("No mail server is set up here. Hand the letter over, or send it by WhatsApp."))
    sent = Sent(LetterEvent.Way.EMAIL, told["to"], scope.today)
    taken = take_for_mailing(by=scope, letter=letter, sent=sent, remind=remind, seen=told["seen"])
    try:
        _send(scope, letter, told["to"], remind=remind)
        (mark_reminded if remind else mark_sent)(by=scope, letter=letter, sent=sent)
    finally:
        taken.delete()


def _send(scope: Scope, letter: Letter, to: str, *, remind: bool) -> None:
    """Hand the e-mail to the mail server; Refused where it does not take it."""
    message = _message(scope, letter, remind=remind)
    mail = EmailMessage(message.subject, message.text, to=[to])
    if scope.kabupaten.office_email:
        mail.reply_to = [scope.kabupaten.office_email]
    mail.attach(f"surat-{letter.pk}.pdf", pdf_of_letter(letter), "application/pdf")
    try:
        mail.send()
    except (OSError, UnicodeError) as fault:
        # smtplib's own exceptions are OSErrors too; their text may quote the address, so only the kind is told. An address
        # that cannot be written for a mail server is a UnicodeError.
        log.error("A letter could not be mailed (%s).", type(fault).__name__)
        words = _(
            "The mail server did not take the e-mail. Nothing was noted. Look at the address, or try again later."
        )
        raise Refused(words) from fault


@people_only
@require_http_methods(["GET", "HEAD", "POST"])
def letter_void(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks why, then voids it; its number stays in the register."""
    scope = scope_of(request.user)
    letter = letter_or_404(scope, pk)
    form = VoidForm(request.POST) if request.method == "POST" else VoidForm(initial={"seen": letter.events_told})
    if form.is_bound and form.is_valid():
        try:
            void_letter(by=scope, letter=letter, reason=form.cleaned_data["reason"], seen=form.cleaned_data["seen"])
        except Refused as refused:
            form.add_error("reason" if refused.field == "reason" else None, refused.message)
        else:
            messages.success(request, _("%(number)s is voided and keeps its number.") % {"number": letter})
            return redirect(letter)
    mark_errors(form)
    return render(request, "outreach/letters/void.html", {"letter": letter, "form": form, "scope": scope})


@people_only
@require_POST
def letter_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Another link in place of the one it has (``renew``), or none (``revoke``)."""
    revoke = request.POST.get("do") == "revoke"

    def act(scope: Scope, letter: Letter, seen: int) -> str:
        if revoke:
            revoke_link(by=scope, letter=letter, seen=seen)
            return _("The link opens nothing any more.")
        renew_link(by=scope, letter=letter, site=site_of(request), seen=seen)
        return _("The letter has a new link. Print it again: the old one opens nothing.")

    return _done(request, pk, act)


@people_only
@require_POST
def letter_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """A new letter in place of this one, which says what is not planned any more."""
    made = []

    def act(scope: Scope, letter: Letter, seen: int) -> str:
        made.append(correct_letter(by=scope, letter=letter, day=scope.today, site=site_of(request), seen=seen))
        return _("%(number)s replaces %(old)s. Send it.") % {"number": made[0], "old": letter}

    response = _done(request, pk, act)
    return redirect(made[0]) if made else response


def _done(request: HttpRequest, pk: int, act: Callable[[Scope, Letter, int], str]) -> HttpResponse:
    """Do one thing with the letter and say how it went."""
    scope = scope_of(request.user)
    letter = letter_or_404(scope, pk)
    form = SeenForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Open the page of the letter again."))
        return redirect(letter)
    try:
        messages.success(request, act(scope, letter, form.cleaned_data["seen"]))
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect(letter)


def _message(scope: Scope, letter: Letter, *, remind: bool) -> Message:
    kind = Kind.REMINDER if remind else Kind(letter.kind)
    return message_of(letter, kind, text_of(scope.kabupaten, kind), letterhead_of(scope.kabupaten), scope.today)


def _page(request: HttpRequest, scope: Scope, letter: Letter, **bound) -> HttpResponse:
    written = letter.kind in Letter.WRITTEN
    course = course_of(letter)
    usual = {"seen": letter.events_told, "on": scope.today}
    asks = letter.kind in Letter.ASKING
    message = _message(scope, letter, remind=False) if written else None
    whom = {"recipient": message.to[:120] if message else letter.addressee[:120]}
    forms = {
        "sent": SentForm(initial={**usual, **whom, "way": "hand"}),
        "whatsapp": SentForm(initial={**usual, **whom, "way": "whatsapp"}, auto_id="whatsapp_%s"),
        "reminded": SentForm(initial={**usual, **whom, "way": "whatsapp"}, auto_id="reminded_%s"),
        "mail": MailForm(initial=usual, auto_id="mail_%s"),
        **bound,
    }
    for form in forms.values():
        mark_errors(form)
    out = letter.state != Letter.State.PREPARED
    context = {
        "scope": scope,
        "letter": letter,
        "visit": letter.visit,
        "course": course,
        "stages": course.stages if asks else [],
        "events": letter.events.select_related("by"),
        "answers": list(reversed(course.letter.answers.all())),
        "blocks": body_of(letter.printed, link_of(letter)) if written else (),
        "link": link_of(letter) if letter.link_works_on(scope.today) else "",
        "message": message,
        "reminder": _message(scope, letter, remind=True) if asks and out and letter.visit.is_planned else None,
        "writes": may_write(scope, letter.visit.kecamatan) and letter.is_live,
        "correctable": asks and letter.is_outdated and standing_for(letter.visit).is_planned,
        "mails": settings.EMAIL_CONFIGURED,
        "forms": forms,
    }
    context["sends"] = context["writes"] and not letter.is_outdated
    shown = context["sends"] and ("reminded" not in bound or context["reminder"])
    context["faults"] = [] if shown else [fault for form in bound.values() for fault in form.non_field_errors()]
    return render(request, "outreach/letters/letter.html", context)
