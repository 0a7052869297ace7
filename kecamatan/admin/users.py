"""Accounts: role, assigned kecamatan, who may sign in. Passwords are set by their owners, through a one-time link."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.access import Scope
from kecamatan.actions.users import USER_FIELDS, save_user
from kecamatan.admin.base import ScopedAdmin, ScopedForm, yes_or_no
from kecamatan.models import User


class UserForm(ScopedForm):
    """The name tells people apart whatever its case."""

    class Meta:
        widgets = {"kecamatan": forms.CheckboxSelectMultiple}

    def clean_username(self) -> str:
        name = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is a user of this name already."))
        return name

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("role") == User.Role.ADMIN and cleaned.get("kecamatan"):
            self.add_error("kecamatan", _("An admin sees every kecamatan. Choose none."))
        return cleaned


@admin.register(User)
class UserAdmin(ScopedAdmin):
    """People of the dinas and officials of this kabupaten."""

    form = UserForm
    list_display = ["username", "full_name", "role", "assigned", "may_sign_in"]
    list_filter = ["role", "is_active"]
    search_fields = ["username", "full_name"]
    fields = [*USER_FIELDS, "kecamatan"]
    change_form_template = "admin/kecamatan/user/change_form.html"

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).prefetch_related("kecamatan")

    @admin.display(description=gettext_lazy("assigned kecamatan"))
    def assigned(self, user: User) -> str:
        return ", ".join(place.name for place in user.kecamatan.all()) or _("all")

    @admin.display(description=gettext_lazy("may sign in"), ordering="is_active")
    def may_sign_in(self, user: User) -> str:
        return yes_or_no(user.is_active)

    def write(self, by: Scope, obj: User, form: UserForm) -> None:
        save_user(by=by, user=obj, kecamatan=list(form.cleaned_data["kecamatan"]))

    def render_change_form(self, request: HttpRequest, context: dict, **options) -> HttpResponse:
        user = options.get("obj")
        may_sign_in = user is not None and user.is_active
        context["reset_link_url"] = reverse("kecamatan:user-reset-link", args=[user.pk]) if may_sign_in else ""
        context["tokens"] = user.tokens.filter(revoked_at__isnull=True).count() if user is not None else 0
        return super().render_change_form(request, context, **options)

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: str | None = None) -> HttpResponse:
        """On to the new account's own page, where the link for its first password is made."""
        messages.info(request, _("The account has no password yet. Make a link with which its owner sets one."))
        if "_addanother" not in request.POST:
            request.POST = request.POST.copy()
            request.POST["_continue"] = "1"
        return super().response_add(request, obj, post_url_continue)
