"""Every setting, read from the environment once. docs/deployment.md has the table of variables.

ATTEST_ENV is `local` (the default: what `make run` uses) or `production`, where nothing secret has a default and
cookies and redirects insist on HTTPS.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
import pghistory

from config import api, languages, secrets
from config.databases import configured_databases
from config.environment import Environment
from config.monitoring import logs
from config.packaged import packaged_static_files
from config.security import content_security_policy, restrict_static_file

django_stubs_ext.monkeypatch()  # so that ModelAdmin[Incident] means the same at run time as to mypy

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment(os.environ)

# Where and how this installation runs -------------------------------------------------------------

PRODUCTION = env.one_of("ATTEST_ENV", ["local", "production"], "local") == "production"
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "var"))).expanduser().absolute()
PORT = env.number("PORT", 8000, least=1)
LISTEN_ADDRESS = env.text("ATTEST_LISTEN_ADDRESS", "127.0.0.1")
DEBUG = env.flag("DEBUG", False)
if DEBUG and PRODUCTION:
    env.refuse("DEBUG must not be on in production: error pages would show the desk's data to anybody.")

SITE_NAME = env.text("ATTEST_SITE_NAME", "Attest")
CONTACT = env.email("ATTEST_CONTACT")  # where readers report mistakes
DATA_LICENCE = env.text("ATTEST_DATA_LICENCE", "CC-BY-4.0")  # SPDX: the terms of what the team codes itself
SITE_URL = env.web_address("ATTEST_SITE_URL", f"http://localhost:{PORT}")
if PRODUCTION and not SITE_URL.startswith("https://"):
    env.refuse("ATTEST_SITE_URL must be the https:// address of the site in production.")

_local_names = ["localhost", "127.0.0.1", "[::1]"]
_site_host = urlsplit(SITE_URL).hostname or ""
ALLOWED_HOSTS = env.words("ATTEST_ALLOWED_HOSTS", [_site_host] if PRODUCTION else [_site_host, *_local_names])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

SECRET_KEY = (
    env.required("ATTEST_SECRET_KEY", "production needs a long random key of its own.")
    if PRODUCTION
    else env.text("ATTEST_SECRET_KEY") or secrets.kept_key(DATA_DIR / "secret-key")
)
if PRODUCTION and len(SECRET_KEY) < 50:
    env.refuse("ATTEST_SECRET_KEY must be at least 50 characters long; `openssl rand -base64 48` makes one.")

# Database -----------------------------------------------------------------------------------------

EMBEDDED_POSTGRES = DATA_DIR / "pg"  # used when DATABASE_URL is not set
DATABASES = configured_databases(env, EMBEDDED_POSTGRES)
USES_EMBEDDED_POSTGRES = not env.text("DATABASE_URL")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The server: see config/web -----------------------------------------------------------------------

WEB_WORKERS = env.number("ATTEST_WORKERS", 2, least=1)
WEB_THREADS = env.number("ATTEST_THREADS", 4, least=1)
DESK_THREADS = env.number(
    "ATTEST_DESK_THREADS", 4, least=1
)  # of their own, so that readers wait for nobody's lock
EXPORTS_AT_ONCE = env.number("ATTEST_EXPORTS_AT_ONCE", 4, least=1)
SHARED_CACHE_SECONDS = env.number("ATTEST_SHARED_CACHE_SECONDS", 0)
if SHARED_CACHE_SECONDS > 60:
    env.refuse(
        "ATTEST_SHARED_CACHE_SECONDS must be at most 60: for so long what was withheld is still served."
    )
JOBS_AT_ONCE = env.number("ATTEST_JOBS_AT_ONCE", 2, least=1)  # of each worker; see incidents/work/worker.py
SLOWEST_PACE = env.number("ATTEST_SLOWEST_PACE", 16_384)  # bytes a second; 0: nobody is cut off for it

# Editorial rules ----------------------------------------------------------------------------------

COUNTRIES = [code.upper() for code in env.words("ATTEST_COUNTRIES", ["SY"])]
if any(len(code) != 2 or not code.isascii() for code in COUNTRIES):
    env.refuse("ATTEST_COUNTRIES must be two-letter codes separated by commas, such as SY,IQ.")
IMPORT_TOKEN = env.text(
    "ATTEST_IMPORT_TOKEN"
)  # told to the service that an import command names, and to no other host
ONE_PERSON_TEAM = env.flag("ATTEST_ONE_PERSON_TEAM", False)
TILE_URL = env.text(
    "ATTEST_TILE_URL"
)  # a tile server for the maps, such as https://tiles.example/{z}/{x}/{y}.png
DEMO = env.flag(
    "ATTEST_DEMO", not PRODUCTION
)  # make run loads demo accounts, gazetteer and the demo incidents
# An account needs a confirmed address, so production opens only where mail can be sent.
SIGNUP_OPEN = env.flag("ATTEST_SIGNUP_OPEN", not PRODUCTION or bool(env.text("EMAIL_HOST")))
SECOND_FACTOR_REQUIRED = env.flag("ATTEST_SECOND_FACTOR_REQUIRED", PRODUCTION)

# Application --------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "config.admin_app.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",  # the templates of its widgets, for FORM_RENDERER
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "accounts",  # after allauth, whose admin it replaces
    "incidents",
    "incidents.record",
]
AUTH_USER_MODEL = "accounts.User"

MIDDLEWARE = [
    "config.monitoring.probes.ProbeMiddleware",
    "config.monitoring.requests.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.security.BrowserRestrictions",
    "config.outages.lock_watch.LockWatchMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.site.site_context",
            ],
            # The filters of the readers' pages, which are no Django app.
            "libraries": {
                "places": "incidents.pages.tags.places",
                "words": "incidents.pages.tags.words",
            },
        },
    }
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # widgets may have templates of ours

# Rate limits are counted here, so it has to be shared by all workers: a table without a write-ahead log.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "accounts.sparing_cache.SparingCache",
        "LOCATION": "accounts_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# History of the desk: one trigger per statement, since one per row makes COPY fifty times slower --

PGHISTORY_LEVEL = pghistory.Statement  # type: ignore[has-type]  # mypy finds no type in the package
PGHISTORY_APPEND_ONLY = True
PGTRIGGER_MIGRATIONS = (
    False  # hundreds of definitions that follow from the models; incidents/triggers.py installs them
)
# Reading must not touch the session, or every public page would vary by cookie.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

# Accounts -----------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["accounts.backends.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "display_name"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account_home"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # only in the browser in which one has just signed up
# The way in while somebody else's tries keep a new device of the owner's waiting; a second factor is still asked for.
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
# Failed logins are counted in accounts/login_limits.py; a limit on all logins from an address would only add a way to
# keep those out who share it.
ACCOUNT_RATE_LIMITS = {"login": None}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"  # the pages for readers, being cached, show no messages
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{SITE_NAME}] "
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("EMAIL_HOST")
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("ATTEST_FROM_EMAIL", f"attest@{_site_host or 'localhost'}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Safety in the browser ----------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = content_security_policy(tile_url=TILE_URL, https_only=PRODUCTION)
X_FRAME_OPTIONS = "DENY"
# Tile servers turn away requests that do not say which site they are for.
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin" if TILE_URL else "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "attest-session"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "attest-csrf"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = env.number("ATTEST_HSTS_SECONDS", 31_536_000) if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
FORCE_SCRIPT_NAME = ""  # the site is at the root of its host, whatever a server or a header says
BEHIND_PROXY = env.flag("ATTEST_BEHIND_PROXY", False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Failed logins are counted by address: without this the proxy's own would be everybody's.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0

# Uploads: larger bodies than this are refused before any view sees them ---------------------------

DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "config.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # an incident with many claims is one large form
MEDIA_ROOT = DATA_DIR / "files"

# Static files -------------------------------------------------------------------------------------

STATIC_URL = "/static/"
WHITENOISE_ADD_HEADERS_FUNCTION = restrict_static_file
STATIC_ROOT = Path(env.text("ATTEST_STATIC_ROOT", str(DATA_DIR / "static"))).absolute()
# django-leaflet is wanted for its files only: as an app it would ask for GDAL.
STATICFILES_DIRS = [BASE_DIR / "static", *packaged_static_files("leaflet")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Languages and time -------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "locale"]
CONTENT_LANGUAGES = languages.CONTENT_LANGUAGES  # titles, names and summaries may be in any of these
LANGUAGES = languages.interface_languages(LOCALE_PATHS[0])
LANGUAGES_BIDI = ["ar", "ckb"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Libraries ----------------------------------------------------------------------------------------

REST_FRAMEWORK = api.rest_framework(behind_proxy=BEHIND_PROXY)
SPECTACULAR_SETTINGS = api.spectacular(site_name=SITE_NAME)
# What a minute's reading may cost: one unit for a request, one more for each hundred documents it asks for.
API_UNITS_PER_MINUTE = {
    "anonymous": env.number("ATTEST_API_ANONYMOUS_UNITS", 600, least=1),
    "token": env.number("ATTEST_API_TOKEN_UNITS", 3_000, least=1),
    "bulk": env.number("ATTEST_API_BULK_UNITS", 12_000, least=1),
}

# Watching the site: see config/monitoring/ -----------------------------------------------------------

METRICS_ADDRESS = env.socket_address("ATTEST_METRICS_ADDRESS")
if METRICS_ADDRESS and METRICS_ADDRESS[1] == PORT:
    env.refuse("ATTEST_METRICS_ADDRESS must have another port than the site: metrics are not for readers.")
LOG_LEVEL = env.one_of("ATTEST_LOG_LEVEL", ["DEBUG", "INFO", "WARNING", "ERROR"], "INFO")
LOG_AS_JSON = env.one_of("ATTEST_LOG_FORMAT", ["text", "json"], "text") == "json"
ACCESS_LOG = env.flag("ATTEST_ACCESS_LOG", False)
LOGGING = logs.configuration(level=LOG_LEVEL, as_json=LOG_AS_JSON, messages_of_exceptions=not PRODUCTION)

env.finish()
