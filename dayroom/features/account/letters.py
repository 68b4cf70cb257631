"""What we write by mail. A letter never says what the site is about to its reader, nor any room (R99)."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext as _

from dayroom.web.jinja import environment

# allauth's name of the occasion → our template; every other occasion is a change in how one signs in.
TEMPLATES = {
    "account/email/email_confirmation_signup": "code",
    "account/email/email_confirmation": "code",
    "account/email/login_code": "code",
    "account/email/password_reset_code": "code",
    "account/email/account_already_exists": "exists",
    "account/email/unknown_account": "unknown",
}


def letter(occasion: str, context: Mapping[str, object]) -> tuple[str, str]:
    """Subject and text. The subjects of the first three are one and the same, for whoever sees the lock screen."""
    name = TEMPLATES.get(occasion, "changed")
    text = environment().get_template(f"account/letters/{name}.txt").render(context)
    subject = _("How you sign in to %(site)s has changed") if name == "changed" else _("Your sign-in to %(site)s")
    return subject % {"site": settings.SITE_NAME}, text.strip() + "\n"
