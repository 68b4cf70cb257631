"""Second steps as allauth keeps them: secrets encrypted, the picture for the app drawn without inline styles."""

import base64
import hashlib
from collections.abc import Container

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dayroom.kernel.people.models import Hat, Person

STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
QUIET_ZONE = 4


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That code is not right. Check it and try again."),
        "cannot_delete_authenticator": _("This is your last second step. Add another one first, then remove this."),
        "unverified_email": _("Confirm your email first."),
        "cannot_generate_recovery_codes": _("Add an app for codes or a passkey first. Recovery codes stand in for it."),
    }

    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        return picture_of(url)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": settings.SITE_NAME}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return may_remove(authenticator)


def cipher() -> Fernet:
    key = hashlib.sha256(f"second steps {settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def picture_of(url: str) -> str:
    """The code that the app reads, as one path; black on white in both themes, for cameras."""
    code = qrcode.QRCode(border=QUIET_ZONE)
    code.add_data(url)
    rows = code.get_matrix()
    squares = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(rows)} {len(rows)}" width="240" height="240"'
        f' shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff"/><path d="{squares}"/></svg>'
    )


def may_remove(authenticator: Authenticator) -> bool:
    """The last second step stays while the person's work needs one, or their password is too short alone (R65, R66)."""
    others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=STEPS).exclude(pk=authenticator.pk)
    if others.exists():
        return True
    person = Person.objects.get(pk=authenticator.user_id)
    hats = person.hats.worn().values_list("kind", flat=True)
    return not person.short_password and not needs_second_step(person, hats=hats)


def needs_second_step(person: Person, *, hats: Container[str]) -> bool:
    """R66: whoever may look at other people's matters by their job."""
    return person.officer or Hat.Kind.MODERATOR in hats
