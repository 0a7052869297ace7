"""One's own account: language, tokens of the API; and the reset link that an admin makes for a colleague."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from kecamatan.access import admins_only, colleague_or_404, scope_of
from kecamatan.actions import accounts as actions
from kecamatan.forms.accounts import LanguageForm, TokenForm
from kecamatan.middleware import LANGUAGE_COOKIE
from kecamatan.models import AuditEntry
from kecamatan.refusals import Refused
from kecamatan.views.redirects import safe_next

COOKIE_SECONDS = 365 * 24 * 60 * 60
SIGN_INS_SHOWN = 5


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, in which language, with which tokens."""
    return _account_page(request, TokenForm())


def _account_page(request: HttpRequest, form: TokenForm, *, status: int = 200, secret: str = "") -> HttpResponse:
    user = request.user
    sign_ins = AuditEntry.objects.filter(by=user, action="sign-in").order_by("-pk")
    context = {
        "scope": scope_of(user),
        "form": form,
        "secret": secret,
        "tokens": user.tokens.order_by("-created_at", "-pk"),
        "sign_ins": sign_ins.values_list("at", flat=True)[:SIGN_INS_SHOWN],
        "api_example": request.build_absolute_uri(reverse("api:summary")),
    }
    return render(request, "kecamatan/account.html", context, status=status)


@login_not_required
@require_POST
def language_set(request: HttpRequest) -> HttpResponse:
    """The language from now on: a signed-in user's setting, or a stranger's cookie until they sign in."""
    signed_in = request.user.is_authenticated
    response = redirect(safe_next(request, reverse("kecamatan:account" if signed_in else "login")))
    form = LanguageForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the two languages."))
        return response
    language = form.cleaned_data["language"]
    if signed_in:
        actions.set_language(by=request.user, language=language)
        with translation.override(language):
            # Translators: name the language of the translation, for this is shown to who has just chosen it.
            messages.success(request, _("From now on the pages are in English."))
    response.set_cookie(
        LANGUAGE_COOKIE,
        language,
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@require_POST
def token_new(request: HttpRequest) -> HttpResponse:
    """Make a token. The answer is the only page that ever shows it, so it is no redirect."""
    form = TokenForm(request.POST)
    secret = ""
    if form.is_valid():
        try:
            _token, secret = actions.make_token(by=request.user, name=form.cleaned_data["name"])
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
    if secret:
        return _account_page(request, TokenForm(), status=201, secret=secret)
    return _account_page(request, form, status=422)


@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a token away, for good."""
    token = get_object_or_404(request.user.tokens, pk=pk)
    actions.revoke_token(by=request.user, token=token)
    messages.success(request, _("The token “%(name)s” is revoked.") % {"name": token.name})
    return redirect("kecamatan:account")


@require_POST
@admins_only
def user_revoke_tokens(request: HttpRequest, pk: int) -> HttpResponse:
    """Take all tokens of a colleague away; back to the page of the account."""
    user = colleague_or_404(scope_of(request.user), pk)
    count = actions.revoke_tokens_of(by=request.user, user=user)
    words = ngettext("%(count)s token is revoked.", "%(count)s tokens are revoked.", count)
    messages.success(request, words % {"count": count})
    return redirect("admin:kecamatan_user_change", user.pk)


@require_POST
@admins_only
def user_reset_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a one-time link with which a colleague sets a new password; shown on this page and never again."""
    user = colleague_or_404(scope_of(request.user), pk)
    context = {"colleague": user}
    try:
        uid, token = actions.make_reset_link(by=request.user, user=user)
    except Refused as refused:
        return render(request, "kecamatan/reset_link.html", {**context, "refusal": refused.message}, status=422)
    link = request.build_absolute_uri(reverse("password_reset_confirm", args=[uid, token]))
    return render(request, "kecamatan/reset_link.html", {**context, "link": link}, status=201)
