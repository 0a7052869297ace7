"""Who signs in: their role, the kecamatan they are assigned to, and their tokens for the API."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kecamatan.models.places import Kabupaten, Kecamatan


class UserManager(BaseUserManager):
    use_in_migrations = True

    def get_queryset(self) -> models.QuerySet["User"]:
        """Always with the kabupaten: every page needs it, and so the session's user costs one query."""
        return super().get_queryset().select_related("kabupaten")

    def get_by_natural_key(self, username: str) -> "User":
        """Names are told apart without case: "Siti" and "siti" are one person."""
        return self.get(username__iexact=username)

    def create_user(self, username: str, password: str | None = None, **fields) -> "User":
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One person of the dinas, or one official, who may sign in."""

    class Role(models.TextChoices):
        ADMIN = "admin", _("admin")
        PETUGAS = "petugas", _("petugas")
        PEJABAT = "pejabat", _("pejabat")

    username = models.CharField(_("user name"), max_length=60, unique=True, validators=[UnicodeUsernameValidator()])
    full_name = models.CharField(_("full name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    kabupaten = models.ForeignKey(Kabupaten, models.PROTECT, related_name="users", verbose_name=_("kabupaten"))
    role = models.CharField(_("role"), max_length=7, choices=Role)
    kecamatan = models.ManyToManyField(
        Kecamatan,
        blank=True,
        related_name="users",
        verbose_name=_("assigned kecamatan"),
        help_text=_("None chosen: all of them."),
    )
    language = models.CharField(
        _("language"), max_length=2, choices=[("id", "Bahasa Indonesia"), ("en", "English")], default="id"
    )
    is_active = models.BooleanField(
        _("may sign in"),
        default=True,
        help_text=_("Take this away instead of deleting: the ledger keeps who entered what."),
    )
    date_joined = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=["admin", "petugas", "pejabat"]), name="user_role_known"),
            models.CheckConstraint(condition=Q(language__in=["id", "en"]), name="user_language_known"),
            models.UniqueConstraint(
                models.functions.Lower("username"),
                name="user_name_once_whatever_case",
                violation_error_message=_("There is a user of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    @property
    def is_admin(self) -> bool:
        return self.role == self.Role.ADMIN

    @property
    def enters_counts(self) -> bool:
        """Admins and petugas write; a pejabat only reads."""
        return self.role in {self.Role.ADMIN, self.Role.PETUGAS}

    # What Django's admin asks of a user: an admin may do there what the admin classes allow at all, nobody else enters.

    @property
    def is_staff(self) -> bool:
        return self.is_active and self.is_admin

    @property
    def is_superuser(self) -> bool:
        return self.is_staff

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        return self.is_staff

    def has_perms(self, perm_list: list[str], obj: models.Model | None = None) -> bool:
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


class ApiToken(models.Model):
    """A secret with which a program acts as its owner; only its hash is kept."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="tokens", verbose_name=_("owner"))
    name = models.CharField(_("what it is for"), max_length=60)
    start = models.CharField(_("begins with"), max_length=12, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.start}…)"

    @staticmethod
    def new_secret() -> str:
        """256 random bits, marked so that a scanner for leaked secrets knows them."""
        return f"ektp_{secrets.token_urlsafe(32)}"

    @staticmethod
    def digest_of(secret: str) -> str:
        """SHA-256 in hex; enough for a secret that nobody can guess, and quick enough for every call."""
        return hashlib.sha256(secret.encode()).hexdigest()

    def touch(self) -> None:
        """Note the use, at most once a minute, so that reading through the API does not write each time."""
        now = timezone.now()
        if self.last_used_at is None or now - self.last_used_at > timedelta(minutes=1):
            ApiToken.objects.filter(pk=self.pk).update(last_used_at=now)
