"""Preparing the letters and papers of a visit: choose, look at what will be printed, then take the numbers."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kecamatan.access import Scope, may_write, scope_of
from kecamatan.figures import number_text
from kecamatan.forms.fields import mark_errors
from kecamatan.models import Kabupaten
from kecamatan.refusals import Refused
from outreach.access import people_only, visit_or_404
from outreach.actions.letters.prepare import ENCLOSED, prepare_letters, recipients_without_letter
from outreach.actions.letters.register import next_number
from outreach.actions.letters.visit_papers import Numbering, order_team, record_visit
from outreach.forms.letters.preparing import LettersForm, ListForm, NumberedForm
from outreach.models import Letter, Visit
from outreach.papers.letter_text import Kind
from outreach.selectors.letters.composing import Asked, copies_of, printed_letter
from outreach.selectors.letters.following import letters_of, papers_of
from outreach.selectors.letters.people import parts_of, people_on_paper
from outreach.selectors.letters.printing import body_of, paper_of
from outreach.selectors.letters.recipients import Recipient, expected_by, recipients_of
from outreach.selectors.letters.texts import letterhead_of, text_of
from outreach.views.letters.files import pdf_response
from outreach.views.letters.site import is_local, site_of


@people_only
@require_http_methods(["GET", "HEAD", "POST"])
def visit_letters(request: HttpRequest, pk: int) -> HttpResponse:
    """What a visit has of letters and papers, and the form for more. POST: a look (``preview``, ``pdf``) or ``save``."""
    scope = scope_of(request.user)
    visit = visit_or_404(scope, pk)
    recipients = recipients_of(visit)
    if request.method != "POST":
        return _page(request, scope, visit, _fresh(scope, visit, recipients))
    form = LettersForm(request.POST, recipients=recipients)
    if not form.is_valid():
        return _page(request, scope, visit, form)
    if request.POST.get("do") == "save":
        return _saved(request, scope, visit, form)
    printed = _printed(scope, visit, form.chosen[0], form)
    if request.POST.get("do") == "pdf":
        crest = letterhead_of(scope.kabupaten).crest
        return pdf_response(paper_of(printed, bytes(crest.picture) if crest else None, "").pdf(), "surat-contoh")
    return _page(request, scope, visit, form, preview=printed)


@people_only
@require_POST
def visit_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The order of the team, or the record of the visit: ``paper`` says which."""
    scope = scope_of(request.user)
    visit = visit_or_404(scope, pk)
    record = request.POST.get("paper") == "record"
    form = NumberedForm(request.POST, auto_id=f"{'record' if record else 'order'}_%s")
    if form.is_valid():
        told = form.cleaned_data
        numbering = Numbering(told["day"], told["key"], told["number"])
        try:
            made = (record_visit if record else order_team)(by=scope, visit=visit, numbering=numbering)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            facts = {"kind": made.get_kind_display(), "number": made}
            messages.success(request, _("%(kind)s %(number)s is ready.") % facts)
            return redirect(made)
    fresh = _fresh(scope, visit, recipients_of(visit))
    return _page(request, scope, visit, fresh, **{"record_form" if record else "order_form": form})


def _saved(request: HttpRequest, scope: Scope, visit: Visit, form: LettersForm) -> HttpResponse:
    try:
        made = prepare_letters(by=scope, visit=visit, order=form.order(site_of(request)))
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return _page(request, scope, visit, form)
    words = ngettext("%(count)s letter is ready.", "%(count)s letters are ready.", len(made))
    messages.success(request, words % {"count": number_text(len(made))})
    return redirect(made[0]) if len(made) == 1 else redirect("outreach:visit-letters", pk=visit.pk)


def _fresh(scope: Scope, visit: Visit, recipients: list[Recipient]) -> LettersForm:
    """The form with those ticked who have had no letter; the camat gets a copy instead."""
    places = [one for one in recipients if one.desa or one.school]
    free = recipients_without_letter(visit, places)
    kind = LettersForm.INVITE if visit.is_planned else Letter.Kind.THANKS
    chosen = [one.key for one in (free if visit.is_planned else places)]
    initial = {"recipients": chosen, "day": scope.today, "kind": kind, "key": uuid.uuid4()}
    return LettersForm(initial=initial, recipients=recipients)


def _printed(scope: Scope, visit: Visit, recipient: Recipient, form: LettersForm) -> dict:
    """What would be printed for this recipient, with the number that would come next; nothing is taken."""
    head, told = letterhead_of(scope.kabupaten), form.cleaned_data
    kind = form.wanted or Kind(recipient.kind)
    number = told["number"] or next_number(scope.kabupaten, head, told["day"])
    copies = copies_of(head, visit, recipient, to_camat=told["to_camat"])
    expected = expected_by(visit, [recipient])[recipient.key]
    earlier = Letter.objects.filter(visit=visit, desa=recipient.desa, school=recipient.school).live()
    about = earlier.filter(kind__in=Letter.ASKING).select_related("number").order_by("-pk").first()
    enclosed = ENCLOSED if told["enclosed"] else "–"
    asked = Asked(kind, told["day"], expected, copies, enclosed, about or _nothing_before(number, told["day"]))
    return printed_letter(visit, recipient, head, text_of(scope.kabupaten, kind), asked, number)


def _nothing_before(number: str, day) -> Letter:
    """Stands in a preview for the earlier letter, where there is none yet; saving says so."""
    return Letter(number=Letter.number.field.related_model(text="…"), day=day)


def _page(
    request: HttpRequest, scope: Scope, visit: Visit, form: LettersForm, *, preview: dict | None = None, **papers
) -> HttpResponse:
    for one in (form, *papers.values()):
        mark_errors(one)
    people = people_on_paper(scope, visit).count()
    key = {"day": scope.today, "key": uuid.uuid4()}
    site = site_of(request)
    context = {
        "scope": scope,
        "visit": visit,
        "form": form,
        "writes": may_write(scope, visit.kecamatan),
        "courses": letters_of(visit),
        "papers": papers_of(visit),
        "preview": preview,
        "blocks": body_of(preview, "") if preview else (),
        "people": people,
        "parts": parts_of(people),
        "list_form": ListForm(auto_id="list_%s"),
        "order_form": NumberedForm(initial=key, auto_id="order_%s"),
        "record_form": NumberedForm(initial={**key, "key": uuid.uuid4()}, auto_id="record_%s"),
        "local_site": site if is_local(site) else "",
        "signer_missing": _signer_missing(scope.kabupaten),
        "faults": [fault for one in papers.values() for fault in one.non_field_errors()],
        **papers,
    }
    return render(request, "outreach/letters/of_visit_page.html", context)


def _signer_missing(kabupaten: Kabupaten) -> bool:
    return not (kabupaten.signer_name and kabupaten.signer_title)
