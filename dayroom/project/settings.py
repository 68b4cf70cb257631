"""Every setting comes from the environment, is parsed strictly, and a wrong value stops the start with a sentence."""

from pathlib import Path

from dayroom.lib.environment import Environment

ROOT = Path(__file__).resolve().parents[2]
env = Environment("DAYROOM_")

DEMONSTRATION = env.switch("DEMONSTRATION", default=False)
DEBUG = env.switch("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY")
ALLOWED_HOSTS = env.words("HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
VAR = env.folder("VAR", default=ROOT / "var")
SITE_NAME = env.text("SITE_NAME", default="Northmere")
HTTPS = env.switch("HTTPS", default=False)

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
    "procrastinate.contrib.django",
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
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
