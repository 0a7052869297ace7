"""The one settings file. Everything that varies comes from the environment (see README, "Configure").

Without any variable it is a site for one machine: SQLite in ``var/``, a secret key made on first use, local host names.
``PRODUCTION=1`` asks for a real SECRET_KEY and ALLOWED_HOSTS, and turns on HTTPS-only cookies and HSTS.
"""

import hashlib
import os
import re
import secrets
import sys
from contextlib import suppress
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from ektp_tracker.environment import env_bool, env_int, env_list, env_str

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env_str("DATA_DIR") or BASE_DIR / "var")

PRODUCTION = env_bool("PRODUCTION", default=False)
DEMO = env_bool("DEMO", default=False)
DEBUG = env_bool("DEBUG", default=False)
if DEBUG and PRODUCTION:
    raise ImproperlyConfigured(
        "DEBUG=1 and PRODUCTION=1 exclude each other: error pages of DEBUG show data to strangers. Unset DEBUG."
    )


def _local_secret_key() -> str:
    """The key of a site that is not in production: made once, kept in a file that only its owner reads."""
    path = DATA_DIR / "secret_key"
    try:
        DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(50))
        key = path.read_text(encoding="utf-8").strip()
    except OSError as fault:
        raise ImproperlyConfigured(
            f"The data folder {DATA_DIR} cannot be written ({fault.strerror}). Give this user the right to write there, or set DATA_DIR to another folder."
        ) from fault
    if not key:
        raise ImproperlyConfigured(
            f"The secret key in {path} is empty. Put it back from a backup, or remove the file: a new one is made then, "
            "and everybody signs in again."
        )
    return key


def _write_once(path: Path, text: str) -> None:
    """The whole file at once, or another process's that was there first."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        draft.touch(mode=0o600)
        draft.write_text(text, encoding="utf-8")
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)


SECRET_KEY = env_str("SECRET_KEY")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")
if PRODUCTION:
    if not SECRET_KEY:
        raise ImproperlyConfigured(
            "PRODUCTION=1 needs SECRET_KEY: a long random text that stays the same over restarts and is kept secret."
        )
    if len(SECRET_KEY) < 50:
        raise ImproperlyConfigured(
            "SECRET_KEY is shorter than 50 characters. Set a long random text, and keep it secret."
        )
    if not ALLOWED_HOSTS:
        raise ImproperlyConfigured(
            "PRODUCTION=1 needs ALLOWED_HOSTS: the host names this site answers to, separated by commas."
        )
else:
    SECRET_KEY = SECRET_KEY or _local_secret_key()
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]

INSTALLED_APPS = [
    "ektp_tracker",
    "kecamatan",
    "outreach",
    "kecamatan.admin_site.RegencyAdminConfig",  # django.contrib.admin under the project's name
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "kecamatan.middleware.PageHeadersMiddleware",
    # Before whatever reads a form.
    "kecamatan.bodies.BodyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # After authentication: the language is the user's setting, Indonesian unless chosen, never the browser's.
    "kecamatan.middleware.LanguageMiddleware",
    # Knows who sends an upload and in which language to refuse it; before the form's token is looked for in it.
    "kecamatan.large_bodies.LargeBodyMiddleware",
    "kecamatan.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "ektp_tracker.urls"
WSGI_APPLICATION = "ektp_tracker.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["kecamatan.templatetags.figures"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kecamatan.context.site",
            ],
        },
    },
]

# --- Database -------------------------------------------------------------------------------------------------------

DATABASE_URL = "" if DEMO else env_str("DATABASE_URL")
SQLITE_PATH = DATA_DIR / ("demo.sqlite3" if DEMO else "ektp.sqlite3")


def _database() -> dict:
    if DATABASE_URL:
        try:
            config = dj_database_url.parse(DATABASE_URL, conn_max_age=600, conn_health_checks=True)
        except (dj_database_url.ParseError, dj_database_url.UnknownSchemeError, ValueError) as fault:
            raise ImproperlyConfigured(
                "DATABASE_URL is not an address like postgres://user:password@host:5432/name."
            ) from fault
        if config["ENGINE"] == "django.db.backends.postgresql":
            options = config.setdefault("OPTIONS", {})
            options.setdefault("connect_timeout", 5)
            # Compiling the queries of a dashboard took half a second where running them takes milliseconds.
            options.setdefault("options", "-c jit=off")
            return config
        if config["ENGINE"] != "django.db.backends.sqlite3":
            raise ImproperlyConfigured(
                "DATABASE_URL must begin with postgres:// or sqlite:///; other databases are not supported."
            )
        name = config["NAME"]
    else:
        name = SQLITE_PATH
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            # A writer takes its lock when the transaction begins, so that two writers wait for each other instead of failing.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: what was acknowledged survives a power cut. WAL: readers never wait for a writer.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000;",
        },
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Keys of what is sealed -----------------------------------------------------------------------------------------


def _keys_file() -> Path:
    """Where the keys of NIK and No KK lie: not with the data, so that neither a copy of it nor a backup has both."""
    named = env_str("KEYS_FILE")
    site = hashlib.sha256(str(DATA_DIR.resolve()).encode()).hexdigest()[:8]
    path = Path(named) if named else Path.home() / ".config" / "ektp-tracker" / f"keys-{site}.json"
    if path.resolve().is_relative_to(DATA_DIR.resolve()):
        raise ImproperlyConfigured(
            f"The file of keys {path} would lie in the data folder {DATA_DIR}: whoever took the data would have the keys. "
            "Set KEYS_FILE to a path outside of it."
        )
    return path.with_name(f"{path.stem}-demo{path.suffix}") if DEMO else path


KEYS_FILE = _keys_file()

# --- People who sign in ---------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "kecamatan.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "kecamatan:dashboard"
LOGOUT_REDIRECT_URL = "login"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "full_name", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
SESSION_COOKIE_AGE = env_int("SESSION_HOURS", 12, least=1) * 60 * 60
SESSION_SAVE_EVERY_REQUEST = False
MESSAGE_STORAGE = "ektp_tracker.sealed_messages.SealedStorage"

# Tries are counted in the database, so that every worker knows of them. Limits and reasons: kecamatan.throttle.
AXES_HANDLER = "kecamatan.throttle.SignInHandler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = "kecamatan.throttle.cool_off"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "kecamatan.throttle.locked_out"
AXES_USERNAME_CALLABLE = "kecamatan.throttle.username_of"
AXES_CLIENT_IP_CALLABLE = "kecamatan.throttle.address_of"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# How many proxies of our own stand in front; X-Forwarded-For is believed that far and no further.
PROXY_COUNT = env_int("PROXY_COUNT", 0)

# --- Language, numbers, days ----------------------------------------------------------------------------------------

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "ektp_tracker" / "locale"]
FORMAT_MODULE_PATH = ["ektp_tracker.formats"]
USE_I18N = True
USE_TZ = True
# The server's own clock zone; days are always reckoned in the kabupaten's zone (kecamatan.days).
TIME_ZONE = "Asia/Jakarta"
USE_THOUSAND_SEPARATOR = False

# --- Static files ---------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
TESTING = "pytest" in sys.modules
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "ektp_tracker.static_storage.HashedStaticFiles"
    },
}
# Only files that collectstatic put there are served; the folder is made so that the first start does not warn.
WHITENOISE_USE_FINDERS = DEBUG

# Of papers and pictures; the machine's own fonts are not looked at, so that they look the same everywhere.
FONTS_DIR = BASE_DIR / "kecamatan" / "papers" / "fonts"

# --- Security -------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "kecamatan.views.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# The largest form has a few kilobytes.
DATA_UPLOAD_MAX_MEMORY_SIZE = 128 * 1024
# Address → the most bytes that may be uploaded there, whole body (kecamatan.large_bodies).
LARGE_BODY_PATHS = {
    "/imports/new/": 61_000_000,
    "/letters/letterhead/crest/": 1_000_000,
    "/field/take-in/": 8_000_000,
}
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = env_int("HSTS_SECONDS", 365 * 24 * 60 * 60, least=3600)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    # The proxy in front must set this header itself and drop what a client sends (README, "Deploy").
    if PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Where the site is reached from outside; stands in the links of letters. Empty: as the browser of who writes them reaches it.
SITE_ADDRESS = env_str("SITE_ADDRESS").rstrip("/")
if SITE_ADDRESS and not re.fullmatch(r"https?://[A-Za-z0-9.\-]{1,60}(:[0-9]{1,5})?", SITE_ADDRESS):
    raise ImproperlyConfigured("SITE_ADDRESS must be an address like https://ektp.example.go.id, without a path.")

# --- Mail and logs --------------------------------------------------------------------------------------------------

EMAIL_HOST = env_str("EMAIL_HOST")
EMAIL_PORT = env_int("EMAIL_PORT", 587, least=1)
EMAIL_HOST_USER = env_str("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env_str("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env_str("DEFAULT_FROM_EMAIL", "e-KTP <noreply@localhost>")
EMAIL_CONFIGURED = bool(EMAIL_HOST)

# Work of minutes runs in a process of its own (kecamatan.background); tests run it where it is started.
WORK_INLINE = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "ektp_tracker.log_lines.LineFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}

SILENCED_SYSTEM_CHECKS: list[str] = []
