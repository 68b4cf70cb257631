"""Every setting comes from the environment, is parsed strictly, and a wrong value stops the start with a sentence."""

from pathlib import Path
from typing import Any

from django.utils.csp import CSP

from dayroom.lib.environment import Environment, EnvironmentMistake
from dayroom.lib.stores import files_store

ROOT = Path(__file__).resolve().parents[2]
env = Environment("DAYROOM_")

DEMONSTRATION = env.switch("DEMONSTRATION", default=False)
DEBUG = env.switch("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY")
ALLOWED_HOSTS = env.words("HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
VAR = env.folder("VAR", default=ROOT / "var")
SITE_NAME = env.text("SITE_NAME", default="Northmere")
HTTPS = env.switch("HTTPS", default=False)
# How many proxies of ours stand before the site; only what they add about the browser is believed.
PROXIES = env.number("PROXIES", default=int(HTTPS), least=0, most=5)

if DEBUG and not DEMONSTRATION:
    raise EnvironmentMistake(
        "DAYROOM_DEBUG=1 shows private data in error pages. Turn it off, or use the demonstration."
    )
if not DEMONSTRATION and any(host.startswith(("*", ".")) for host in ALLOWED_HOSTS):
    raise EnvironmentMistake("DAYROOM_HOSTS has a wildcard. Outside the demonstration, write each name of the site.")
if HTTPS and not PROXIES:
    raise EnvironmentMistake("DAYROOM_HTTPS=1 needs a proxy that speaks HTTPS with browsers. Set DAYROOM_PROXIES.")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth.account",
    "allauth.mfa",
    "dayroom.kernel.audit",
    "dayroom.kernel.people",
    "dayroom.kernel.rooms",
    "dayroom.kernel.files",
    "dayroom.kernel.notices",
    "dayroom.web",
    "dayroom.features.account",
    "dayroom.features.lobby",
    "dayroom.features.posts",
    "dayroom.features.polls",
    "dayroom.features.messages",
    "dayroom.lenses.search",
    "dayroom.lenses.site",
    "dayroom.doors.files",
    "dayroom.doors.live",
    "dayroom.project",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "dayroom.project.headers.HeadersMiddleware",
    "dayroom.kernel.people.visit.VisitMiddleware",
    "dayroom.web.surroundings.surroundings",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dayroom.features.account.second_step.SecondStepMiddleware",
]

# Page servers log in as the application's role; jobs, commands and tests as the owner, who at once steps down to the
# application's role (dayroom/kernel/wall.py) unless the process is migrating.
DATABASE_ROLE = env.choice("DATABASE_ROLE", options=["app", "owner"], default="app")
MIGRATING = env.switch("MIGRATING", default=False)
# A page's statement behind the wall takes longer to plan than to run, and the person stands in a setting, not in the
# statement: one plan serves everybody. The search asks for its own plan each time (dayroom/lenses/search).
PLANS = {"server_side_binding": True, "prepare_threshold": 1, "options": "-c plan_cache_mode=force_generic_plan"}
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **env.database("DATABASE", options=PLANS),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": False,
    }
}
DATABASE_OWNER = str(DATABASES["default"]["USER"]) if DATABASE_ROLE == "owner" else "dayroom_owner"
# R68: a window ends after two weeks, or half a day without a sign of life.
SESSION_ENGINE = "dayroom.kernel.people.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_IDLE_SECONDS = 12 * 3600
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# R65: the length is in the first of them; no rules about kinds of characters, no change by the calendar.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "dayroom.features.account.passwords.LongEnough"},
    {"NAME": "dayroom.features.account.passwords.NotCommon"},
    {"NAME": "dayroom.features.account.passwords.NotAboutYou"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "/"
SIGN_UP_OPEN = (
    env.choice("SIGNUP", options=["open", "invited"], default="open" if DEMONSTRATION else "invited") == "open"
)

ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
ACCOUNT_ADAPTER = "dayroom.features.account.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "sign_in"
# R121: attempts a minute or hour, counted by network address, by account and by action.
ACCOUNT_RATE_LIMITS = {"signup": "10/m/ip,60/h/ip", "login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_FORMS = {
    "login": "dayroom.features.account.forms.SignInForm",
    "signup": "dayroom.features.account.forms.SignUpForm",
    "request_login_code": "dayroom.features.account.forms.AskCodeForm",
    "confirm_login_code": "dayroom.features.account.forms.SignInCodeForm",
    "confirm_email_verification_code": "dayroom.features.account.forms.AddressCodeForm",
    "confirm_password_reset_code": "dayroom.features.account.forms.ResetCodeForm",
    "reset_password": "dayroom.features.account.forms.ResetForm",
    "reset_password_from_key": "dayroom.features.account.forms.NewPasswordForm",
    "change_password": "dayroom.features.account.forms.ChangePasswordForm",
    "set_password": "dayroom.features.account.forms.FirstPasswordForm",
    "reauthenticate": "dayroom.features.account.forms.AgainForm",
    "add_email": "dayroom.features.account.forms.NewAddressForm",
}
MFA_ADAPTER = "dayroom.features.account.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = SITE_NAME
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_FORMS = {
    "authenticate": "dayroom.features.account.forms.SecondStepForm",
    "reauthenticate": "dayroom.features.account.forms.SecondStepAgainForm",
    "activate_totp": "dayroom.features.account.forms.AppCodeForm",
    "add_webauthn": "dayroom.features.account.forms.NewPasskeyForm",
}

# Mail goes into a folder until a server is named; it never says what it is about (R99).
MAILERS = {"default": env.mailer("SMTP", folder=VAR / "mail")}
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", default="no-reply@localhost")
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# Messages of errors may quote what people wrote, so only the demonstration prints them.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "logging.Formatter" if DEMONSTRATION else "dayroom.lib.logs.WithoutWords",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"errors": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["errors"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        # Pages that are not there, and names that are not ours, are no news.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
ROOT_URLCONF = "dayroom.project.urls"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("it", "Italiano")]
LOCALE_PATHS = [ROOT / "dayroom" / "locale"]
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_FINDERS = ["dayroom.web.assets.MadeFinder", "django.contrib.staticfiles.finders.AppDirectoriesFinder"]
# What people send lies here for the seconds in which it is cleaned (dayroom/lib/cleaning.py).
ARRIVING = VAR / "arriving"
STORAGES: dict[str, dict[str, Any]] = {
    "default": files_store(env.text("FILES", default=""), folder=VAR / "files"),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
TEMPLATES = [{"BACKEND": "dayroom.web.jinja.Pages", "DIRS": [], "APP_DIRS": True}]
# Shared by all processes, as rate limits must be.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# Each page server has a few threads, and each thread one database connection for good (dayroom/project/bridge.py).
PAGE_THREADS = env.number("PAGE_THREADS", default=4, least=1, most=64)
LARGEST_REQUEST = 256 * 1024 * 1024

# R110, R111: nothing is allowed but what is named. Pictures may be `blob:` while they wait in the composer.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "blob:"],
    "font-src": [CSP.SELF],
    "media-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "report-uri": ["/csp-report"],
}
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
# A browser keeps a cookie with this beginning to one host, over HTTPS only.
COOKIE_BEGINNING = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = COOKIE_BEGINNING + "session"
CSRF_COOKIE_NAME = COOKIE_BEGINNING + "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "dayroom.web.errors.csrf_failed"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
