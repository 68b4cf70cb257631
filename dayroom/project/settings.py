"""Every setting comes from the environment, is parsed strictly, and a wrong value stops the start with a sentence."""

from pathlib import Path

from django.utils.csp import CSP

from dayroom.lib.environment import Environment, EnvironmentMistake

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
    "dayroom.kernel.audit",
    "dayroom.kernel.people",
    "dayroom.kernel.rooms",
    "dayroom.kernel.notices",
    "dayroom.web",
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
]

# Page servers log in as the application's role; jobs, commands and tests as the owner, who at once steps down to the
# application's role (dayroom/kernel/wall.py) unless the process is migrating.
DATABASE_ROLE = env.choice("DATABASE_ROLE", options=["app", "owner"], default="app")
MIGRATING = env.switch("MIGRATING", default=False)
DATABASES = {
    "default": {
        **env.database("DATABASE", options={"server_side_binding": True, "prepare_threshold": 3}),
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
ROOT_URLCONF = "dayroom.project.urls"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("it", "Italiano")]
LOCALE_PATHS = [ROOT / "dayroom" / "locale"]
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_FINDERS = ["dayroom.web.assets.MadeFinder", "django.contrib.staticfiles.finders.AppDirectoriesFinder"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "files"}},
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
