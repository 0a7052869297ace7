"""Signing in, passwords, language, and the name of a token."""

from django import forms
from django.conf import settings
from django.contrib.auth.forms import (
    AuthenticationForm,
    PasswordChangeForm,
    PasswordResetForm,
    SetPasswordForm,
)
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import MaxLengthValidator
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kecamatan.models import User
from kecamatan.outgoing_mail import send_later
from kecamatan.plain_text import unfit

LONGEST_PASSWORD = 1000
LONGEST_NAME = User._meta.get_field("username").max_length


class SignInForm(AuthenticationForm):
    """One sentence for a wrong name, a wrong password and an account that is switched off."""

    error_messages = {
        "invalid_login": _("The user name or the password is not right. Look at both and try again."),
        "inactive": _("The user name or the password is not right. Look at both and try again."),
    }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name")
        self.fields["username"].error_messages["required"] = _("Write your user name.")
        # The widget's limit is not a check; SQLite refuses to search for a name of 50,000 letters.
        too_long = MaxLengthValidator(LONGEST_NAME, _("A user name has at most %(limit_value)d characters."))
        self.fields["username"].validators.append(too_long)
        self.fields["password"].error_messages["required"] = _("Write your password.")
        self.fields["password"].widget.attrs["maxlength"] = LONGEST_PASSWORD

    def get_invalid_login_error(self) -> ValidationError:
        seconds = getattr(self.request, "seconds_to_wait", 0)
        if seconds:
            return ValidationError(too_many_tries(seconds), code="too_many")
        return super().get_invalid_login_error()


def too_many_tries(seconds: int) -> str:
    """The sentence after too many tries: how long to wait, in whole minutes, and the way out."""
    minutes = max(1, -(-seconds // 60))
    return ngettext(
        "Too many tries. Wait %(minutes)s minute, then try again, or ask an admin of your office for a new password.",
        "Too many tries. Wait %(minutes)s minutes, then try again, or ask an admin of your office for a new password.",
        minutes,
    ) % {"minutes": minutes}


class OwnPasswordForm(PasswordChangeForm):
    """The old password, and the new one twice."""


class NewPasswordForm(SetPasswordForm):
    """The new password twice, after a reset link."""


class ResetByMailForm(PasswordResetForm):
    """The e-mail address to send a link to. The answer never tells whether somebody has it, and nor does its time."""

    def get_users(self, email: str) -> list[User]:
        """Who has this address; for one that nobody has a stand-in, whose letter is written like any and not sent."""
        return list(super().get_users(email)) or [User(username=email[:LONGEST_NAME], email=email, language="id")]

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict,
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        """In the language of its reader, and after the answer, so that its time does not tell either."""
        with translation.override(context["user"].language):
            subject = " ".join(render_to_string(subject_template_name, context).split())
            body = render_to_string(email_template_name, context)
        if context["user"].pk is not None:
            send_later(EmailMultiAlternatives(subject, body, from_email or settings.DEFAULT_FROM_EMAIL, [to_email]))


class LanguageForm(forms.Form):
    """Indonesian or English."""

    language = forms.ChoiceField(label=_("Language"), choices=User._meta.get_field("language").choices)


class TokenForm(forms.Form):
    """What a new token is for, so that its owner knows later which one to revoke."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=60,
        help_text=_("For example: the monthly report."),
        error_messages={
            "required": _("Write what the token is for."),
            "max_length": _("At most %(limit_value)d characters, please; this has %(show_value)d."),
        },
    )

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if unfit(name):
            raise ValidationError(
                _("There are characters in it that cannot be seen. Type it anew, without copying it from elsewhere.")
            )
        return name
