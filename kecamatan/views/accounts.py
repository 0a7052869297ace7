"""The door: signing in and out, and passwords. Names of the addresses as in django.contrib.auth."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login as auth_login
from django.contrib.auth import update_session_auth_hash, views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from kecamatan import throttle
from kecamatan.actions import accounts as actions
from kecamatan.demo_accounts import ACCOUNTS
from kecamatan.forms.accounts import NewPasswordForm, OwnPasswordForm, ResetByMailForm, SignInForm, too_many_tries
from kecamatan.models import User
from kecamatan.views.redirects import safe_next

BUSY = gettext_lazy("Many people are signing in just now. Try again in a few seconds.")


# Django marks its own dispatch as open to strangers; a dispatch of ours must say so again.
@method_decorator(login_not_required, name="dispatch")
class SignIn(views.LoginView):
    """The sign-in page. Tries are counted by kecamatan.throttle through django-axes."""

    authentication_form = SignInForm

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect(settings.LOGIN_REDIRECT_URL)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        with throttle.password_check() as allowed:
            if allowed:
                return super().post(request, *args, **kwargs)
        form = self.get_form_class()(request, initial={"username": request.POST.get("username", "")})
        response = self.render_to_response(self.get_context_data(form=form, too_many=BUSY), status=429)
        response["Retry-After"] = str(throttle.RETRY_SECONDS)
        return response

    def form_valid(self, form: SignInForm) -> HttpResponse:
        user = form.get_user()
        with transaction.atomic():
            auth_login(self.request, user)
            actions.note_sign_in(by=user)
        response = HttpResponseRedirect(safe_next(self.request, reverse(settings.LOGIN_REDIRECT_URL)))
        throttle.remember_browser(self.request, response, user.get_username())
        return response

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            **kwargs,
            demo_accounts=ACCOUNTS if settings.DEMO else [],
            next=safe_next(self.request, ""),
        )


class ThrottledForm:
    """A page with a form whose tries are counted under the page's name and whatever ``throttle_name`` says.

    Beyond the limit: the same page as 429 with Retry-After, what was typed still there.
    """

    throttle_page = ""

    def throttle_name(self) -> str:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        wait = throttle.take(request, self.throttle_page, self.throttle_name())
        if not wait:
            return super().post(request, *args, **kwargs)
        kwargs = self.get_form_kwargs()
        kwargs["initial"] = kwargs.pop("data").dict()
        kwargs.pop("files", None)
        form = self.get_form_class()(**kwargs)
        context = self.get_context_data(form=form, too_many=too_many_tries(wait))
        response = self.render_to_response(context, status=429)
        response["Retry-After"] = str(wait)
        return response


@method_decorator(sensitive_post_parameters(), name="dispatch")
class PasswordChange(ThrottledForm, views.PasswordChangeView):
    """The old password, then the new one; ends all other sessions."""

    form_class = OwnPasswordForm
    throttle_page = "password-change"

    def throttle_name(self) -> str:
        return self.request.user.get_username()

    def form_valid(self, form: OwnPasswordForm) -> HttpResponse:
        actions.change_password(by=form.user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(self.request, form.user)
        throttle.give_back(self.request, self.throttle_page, self.throttle_name())
        return HttpResponseRedirect(self.get_success_url())


class PasswordReset(ThrottledForm, views.PasswordResetView):
    """Ask for a reset link by e-mail; where the site sends none, the page says whom to ask."""

    form_class = ResetByMailForm
    template_name = "registration/password_reset_form.html"
    email_template_name = "registration/password_reset_email.txt"
    subject_template_name = "registration/password_reset_subject.txt"
    throttle_page = "password-reset"

    def throttle_name(self) -> str:
        """The address typed: a stranger can neither fill somebody's mailbox nor try through many addresses."""
        return self.request.POST.get("email", "").replace("\0", "")

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs, by_mail=settings.EMAIL_CONFIGURED)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not settings.EMAIL_CONFIGURED:
            return redirect("password_reset")
        return super().post(request, *args, **kwargs)


class PasswordResetConfirm(ThrottledForm, views.PasswordResetConfirmView):
    """The page behind a reset link: the new password, twice. The link works once, for a day."""

    form_class = NewPasswordForm
    throttle_page = "password-reset-confirm"

    def get_user(self, uidb64: str) -> User | None:
        """Nobody, where the account is switched off since the link was made."""
        user = super().get_user(uidb64)
        return user if user is not None and user.is_active else None

    def throttle_name(self) -> str:
        return str(self.user.pk) if self.user else ""

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        del self.request.session[INTERNAL_RESET_SESSION_TOKEN]
        actions.reset_password(by=form.user, password=form.cleaned_data["new_password1"])
        response = HttpResponseRedirect(self.get_success_url())
        throttle.remember_browser(self.request, response, form.user.get_username())
        return response


@login_not_required
def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """The Django admin has no door of its own, which nobody would watch: strangers go to the one sign-in page."""
    target = safe_next(request, reverse("admin:index"))
    if not request.user.is_authenticated:
        return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': target})}")
    if not request.user.is_staff:
        raise PermissionDenied
    return redirect(target if not target.startswith(request.path) else "admin:index")


def admin_password_change(request: HttpRequest) -> HttpResponse:
    """Nor does it have a page of its own for passwords: the one of the site is throttled and audited."""
    return redirect("password_change")


def password_changed(request: HttpRequest) -> HttpResponse:
    """After a change: back to the own account, which says so."""
    messages.success(request, _("Your password is changed. Everywhere else you are signed out now."))
    return redirect("kecamatan:account")


urlpatterns = [
    path("login/", SignIn.as_view(), name="login"),
    path("logout/", views.LogoutView.as_view(), name="logout"),
    path("password_change/", PasswordChange.as_view(), name="password_change"),
    path("password_change/done/", password_changed, name="password_change_done"),
    path("password_reset/", PasswordReset.as_view(), name="password_reset"),
    path("password_reset/done/", views.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path("reset/<uidb64>/<token>/", PasswordResetConfirm.as_view(), name="password_reset_confirm"),
    path("reset/done/", views.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
]
