"""What an admin sets for all letters: the letterhead with its crest, and the texts with a look at how they print."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kecamatan.access import Scope, admins_only, scope_of
from kecamatan.forms.fields import mark_errors
from kecamatan.papers.crest import MOST_BYTES
from kecamatan.refusals import Refused
from outreach.actions.letters.office import save_crest, save_letterhead, save_text
from outreach.forms.letters.office import CrestForm, LetterheadForm, TextForm
from outreach.models import LetterText
from outreach.papers.letter_text import ALLOWED, EXAMPLES, REQUIRED, Kind
from outreach.selectors.letters.composing import printed_head
from outreach.selectors.letters.printing import body_of, paper_of
from outreach.selectors.letters.texts import Text, letterhead_of, text_of, usual_text
from outreach.views.letters.files import pdf_response


@admins_only
@require_http_methods(["GET", "HEAD", "POST"])
def letter_text(request: HttpRequest, kind: str) -> HttpResponse:
    """One text: ``do`` is ``preview``, ``pdf``, ``usual`` (what every office starts with) or ``save``."""
    scope, kind = scope_of(request.user), Kind(kind)
    text = text_of(scope.kabupaten, kind)
    if request.method != "POST" or request.POST.get("do") == "usual":
        shown = usual_text(kind) if request.method == "POST" else text
        form = TextForm(initial=_initial(shown, text.version), kind=kind)
        return _text_page(request, scope, kind, form, shown)
    form = TextForm(request.POST, kind=kind)
    if not form.is_valid():
        return _text_page(request, scope, kind, form, None)
    told = form.cleaned_data
    typed = Text(told["subject"], told["body"], told["message"], told["version"])
    if request.POST.get("do") == "save":
        try:
            save_text(by=scope, kind=kind, text=typed)
        except Refused as refused:
            form.add_error(None, refused.message)
            form.data = form.data.copy()
            form.data["version"] = text.version
            return _text_page(request, scope, kind, form, typed)
        messages.success(request, _("Saved. Letters from now on say it; those that were prepared stay as they are."))
        return redirect("outreach:letter-text", kind=kind.value)
    if request.POST.get("do") == "pdf":
        return _sample(scope, kind, typed)
    return _text_page(request, scope, kind, form, typed)


@admins_only
@require_http_methods(["GET", "HEAD", "POST"])
def letterhead(request: HttpRequest) -> HttpResponse:
    """How the office writes; the crest has a form of its own beside it."""
    scope = scope_of(request.user)
    head = letterhead_of(scope.kabupaten)
    if request.method != "POST":
        return _letterhead_page(request, scope, LetterheadForm(instance=head, initial={"version": head.version}))
    form = LetterheadForm(request.POST, instance=letterhead_of(scope.kabupaten))
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in form.Meta.fields}
        try:
            save_letterhead(by=scope, values=values, seen=form.cleaned_data["version"])
        except Refused as refused:
            form.add_error(None, refused.message)
            form.data = form.data.copy()
            form.data["version"] = head.version
        else:
            messages.success(request, _("The letterhead is saved."))
            return redirect("outreach:letterhead")
    return _letterhead_page(request, scope, form)


@admins_only
@require_POST
def letterhead_crest(request: HttpRequest) -> HttpResponse:
    """A new crest; or, with ``remove``, none."""
    scope = scope_of(request.user)
    picture = None
    if request.POST.get("remove") != "on":
        form = CrestForm(request.POST, request.FILES)
        if not form.is_valid():
            return _letterhead_page(request, scope, None, form)
        # One byte more than may be tells that it is too large.
        picture = form.cleaned_data["crest"].read(MOST_BYTES + 1)
    try:
        save_crest(by=scope, picture=picture)
    except Refused as refused:
        form.add_error("crest", refused.message)
        return _letterhead_page(request, scope, None, form)
    messages.success(request, _("The crest is saved.") if picture else _("Letters have no crest from now on."))
    return redirect("outreach:letterhead")


@admins_only
@require_safe
def letterhead_sample(request: HttpRequest) -> HttpResponse:
    """A letter with invented values under the letterhead as it is."""
    scope = scope_of(request.user)
    return _sample(scope, Kind.VILLAGE, text_of(scope.kabupaten, Kind.VILLAGE))


def _initial(text: Text, version: int) -> dict:
    return {"subject": text.subject, "body": text.body, "message": text.message, "version": version}


def _printed(scope: Scope, kind: Kind, text: Text) -> dict:
    head = letterhead_of(scope.kabupaten)
    return {
        **printed_head(scope.kabupaten, head),
        "number": EXAMPLES["nomor_surat"],
        "day": scope.today.isoformat(),
        "nature": head.nature,
        "attachments": "–",
        "subject": text.subject,
        "addressees": [EXAMPLES["kepala"]],
        "destination": "Tempat",
        "copies": [line for line in head.copies.splitlines() if line.strip()],
        "kind": kind.value,
        "text": text.body,
        "values": EXAMPLES,
    }


def _sample(scope: Scope, kind: Kind, text: Text) -> HttpResponse:
    crest = letterhead_of(scope.kabupaten).crest
    link = "" if kind is Kind.THANKS else EXAMPLES["tautan"]
    paper = paper_of(_printed(scope, kind, text), bytes(crest.picture) if crest else None, link)
    return pdf_response(paper.pdf(), "surat-contoh")


def _text_page(request: HttpRequest, scope: Scope, kind: Kind, form: TextForm, text: Text | None) -> HttpResponse:
    mark_errors(form)
    printed = _printed(scope, kind, text) if text else None
    context = {
        "scope": scope,
        "kind": kind,
        "kinds": LetterText.Kind.choices,
        "label": LetterText.Kind(kind.value).label,
        "form": form,
        "printed": printed,
        "blocks": body_of(printed, EXAMPLES["tautan"]) if printed else (),
        "marks": [
            (f"{{{name}}}", EXAMPLES[name], name in REQUIRED[kind]) for name in EXAMPLES if name in ALLOWED[kind]
        ],
    }
    part = request.htmx and request.htmx.target == "preview"
    return render(request, f"outreach/letters/{'preview' if part else 'text'}.html", context)


def _letterhead_page(
    request: HttpRequest, scope: Scope, form: LetterheadForm | None, crest_form: CrestForm | None = None
) -> HttpResponse:
    head = letterhead_of(scope.kabupaten)
    form = form or LetterheadForm(instance=head, initial={"version": head.version})
    crest_form = crest_form or CrestForm()
    mark_errors(form)
    mark_errors(crest_form)
    context = {"scope": scope, "form": form, "crest_form": crest_form, "head": head, "office": scope.kabupaten}
    return render(request, "outreach/letters/letterhead.html", context)
