"""What a password has to be (R65): long, not a common one, and not about the person or the site."""

import re

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dayroom.kernel.people.models import Person

LEAST_ALONE = 15
LEAST_WITH_SECOND_STEP = 8
# Only so that nobody makes the server hash a book.
MOST = 256
SHORTEST_WORD = 4


class LongEnough:
    def validate(self, password: str, user: Person | None = None) -> None:
        least = LEAST_WITH_SECOND_STEP if user and has_second_step(user) else LEAST_ALONE
        if len(password) < least:
            raise ValidationError(
                _("Use at least %(least)s characters. Some words with spaces are fine.") % {"least": least},
                code="short",
            )
        if len(password) > MOST:
            raise ValidationError(_("Use at most %(most)s characters.") % {"most": MOST}, code="long")

    def get_help_text(self) -> str:
        return _("At least 15 characters. Some words with spaces are easy to keep in mind.")


class NotCommon(CommonPasswordValidator):
    """The list of what everybody tries, also written twice, with spaces, or with figures and signs at either end."""

    def validate(self, password: str, user: Person | None = None) -> None:
        plain = squeezed(password)
        unit = shortest_unit(plain)
        tried = {password.casefold().strip(), plain, plain.strip("0123456789"), unit, unit.strip("0123456789")}
        if tried & self.passwords or len(unit) < SHORTEST_WORD:
            raise ValidationError(
                _("Many people use this password, so it is tried first. Choose another."), code="common"
            )


class NotAboutYou:
    """Words anybody would try first: the site's name, the person's own name, their address."""

    def validate(self, password: str, user: Person | None = None) -> None:
        rest = squeezed(password)
        for word in {squeezed(word) for word in telling_words(user)}:
            rest = rest.replace(word, "")
        if len(rest) < len(squeezed(password)) and len(rest) < LEAST_WITH_SECOND_STEP:
            raise ValidationError(
                _("Your name, your address or the name of this site is too easy to guess."), code="context"
            )

    def get_help_text(self) -> str:
        return ""


def telling_words(user: Person | None) -> list[str]:
    known = [settings.SITE_NAME, "dayroom", *([user.name, user.email or ""] if user else [])]
    words = [word for text in known for word in re.split(r"[\W_]+", text)]
    return [word for word in words if len(word) >= SHORTEST_WORD]


def shortest_unit(text: str) -> str:
    """“abc” for “abcabcabc”; the text itself when nothing repeats."""
    place = (text + text).find(text, 1)
    return text[:place]


def squeezed(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def has_second_step(person: Person) -> bool:
    if person._state.adding:
        return False
    steps = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user_id=person.pk, type__in=steps).exists())
