"""Where allauth asks us: who may sign up, how a password is kept, what a letter says."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.contrib.messages.constants import ERROR
from django.core.mail import EmailMessage
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dayroom.features.account.invited import is_open
from dayroom.features.account.letters import letter
from dayroom.features.account.passwords import LEAST_ALONE
from dayroom.kernel.people.models import Person

# Where a sentence waits for the next page, when allauth turns somebody away by a redirect.
TOLD = "told"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The email or the password is not right. Check both and try again."),
        "enter_current_password": _("That is not your password of today."),
        "incorrect_code": _("That code is not right. Look at the newest one we sent, or ask for another."),
        "incorrect_password": _("That is not your password."),
        "too_many_login_attempts": _("That was tried too often. Wait 5 minutes, then try again."),
        "rate_limited": _("That was tried too often. Wait 5 minutes, then try again."),
        "duplicate_email": _("This is already your email."),
        "email_taken": _("This email cannot be used. Choose another."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return is_open(request)

    def save_user(self, request: HttpRequest, user: Person, form: Form, commit: bool = True) -> Person:
        user.name = form.cleaned_data["name"]
        user.language = request.look.language  # type: ignore[attr-defined]
        return super().save_user(request, user, form, commit=commit)  # type: ignore[no-any-return]

    def set_password(self, user: Person, password: str) -> None:
        user.set_password(password)
        user.short_password = len(password) < LEAST_ALONE
        user.save(update_fields=["password", "short_password"])

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("you_security")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        return reverse("you_security" if self.request.user.is_authenticated else "sign_in")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        subject, text = letter(template_prefix, context)
        EmailMessage(subject, text, to=[email], headers={"Auto-Submitted": "auto-generated"}).send()

    def add_message(
        self, request: HttpRequest, level: int, *args: Any, message: str | None = None, **kwargs: Any
    ) -> None:
        """Only what went wrong: what went well, the next page shows by itself."""
        if message and level >= ERROR:
            request.session[TOLD] = str(message)

    def is_ajax(self, request: HttpRequest) -> bool:
        """Only our own script for passkeys asks for JSON; every other answer is a page."""
        return request.headers.get("Accept") == "application/json"
