"""Sentences of packages that our pages show, and whose own Indonesian is missing, wrong or at odds with ours.

Nothing imports this: it puts them before ``makemessages``, and our catalogue goes before those of packages. A sentence
that its package no longer has does not belong here any more (tests/test_catalogue.py).
"""

from django.utils.translation import gettext_noop, ngettext_lazy

# Forms: "bidang" and "field" where we say "isian"; clumsy ("Masukkan keseluruhan angka bilangan").
gettext_noop("This field is required.")
gettext_noop("This field cannot be null.")
gettext_noop("This field cannot be blank.")
gettext_noop("Enter a whole number.")
gettext_noop("Enter a valid integer.")
gettext_noop("Ensure this value is less than or equal to %(limit_value)s.")
gettext_noop("Ensure this value is greater than or equal to %(limit_value)s.")
ngettext_lazy(
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
    "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    "limit_value",
)
gettext_noop("Select a valid choice. %(value)s is not one of the available choices.")
gettext_noop("Select a valid choice. That choice is not one of the available choices.")
gettext_noop(
    "ManagementForm data is missing or has been tampered with. Missing fields: %(field_names)s. You may need to file a bug report if the issue persists."
)
ngettext_lazy("Please submit at most %(num)d form.", "Please submit at most %(num)d forms.", "num")

# The package says "does not exist" where it means "exists already".
gettext_noop("%(model_name)s with this %(field_labels)s already exists.")
gettext_noop("%(model_name)s with this %(field_label)s already exists.")

# Passwords: "kata sandi" and "sandi" by turns, "anda" without its capital.
ngettext_lazy(
    "This password is too short. It must contain at least %d character.",
    "This password is too short. It must contain at least %d characters.",
)
ngettext_lazy(
    "Your password must contain at least %(min_length)d character.",
    "Your password must contain at least %(min_length)d characters.",
    "min_length",
)
gettext_noop("The password is too similar to the %(verbose_name)s.")
gettext_noop("Your password can’t be too similar to your other personal information.")
gettext_noop("This password is too common.")
gettext_noop("Your password can’t be a commonly used password.")
gettext_noop("This password is entirely numeric.")
gettext_noop("Your password can’t be entirely numeric.")
gettext_noop("The two password fields didn’t match.")

# The admin: not translated, or into another meaning ("tautan kunjungan", "4 buah").
gettext_noop("Any date")
gettext_noop("Breadcrumbs")
gettext_noop("Change or view list link")
gettext_noop("Select %s to view")
gettext_noop("Hide counts")
gettext_noop("Show counts")
ngettext_lazy("%(counter)s result", "%(counter)s results", "counter")
ngettext_lazy("Please correct the error below.", "Please correct the errors below.")
