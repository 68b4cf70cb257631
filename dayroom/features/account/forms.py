"""allauth's forms in our words. What they check is theirs; what they are called and how they look is ours."""

from typing import Any

from allauth.account import forms as account
from allauth.account.internal.flows.manage_email import sync_user_email_address
from allauth.mfa.base import forms as steps
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dayroom.features.account.passwords import NotAboutYou
from dayroom.kernel.people.models import Person

LENGTH = _("At least 15 characters. A few words with spaces are easy to keep in mind.")
SENT = _("6 letters and numbers. Capital or small letters are the same.")


class OurWords:
    """Labels instead of placeholders, and no checks by the browser: its words are not ours."""

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            if isinstance(field.widget, forms.PasswordInput):
                field.widget.attrs["data-password"] = ""


class SignInForm(OurWords, account.LoginForm):  # type: ignore[misc]
    labels = {"login": _("Your email"), "password": _("Your password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"


class SignUpForm(OurWords, account.SignupForm):  # type: ignore[misc]
    name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["name", "email", "password1"]
    labels = {"name": _("Your name"), "email": _("Your email"), "password1": _("A password")}
    hints = {
        "name": _("Your real name. In some rooms you can choose a pen name."),
        "email": _("We send a code there. Nobody in a room sees it."),
        "password1": LENGTH,
    }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "password1" in cleaned and "name" in cleaned:
            try:
                NotAboutYou().validate(cleaned["password1"], Person(name=cleaned["name"]))
            except forms.ValidationError as about_you:
                self.add_error("password1", about_you)
        return cleaned

    def try_save(self, request: HttpRequest) -> Any:
        """A taken address costs the same hashing as a new one, so that the time does not tell (R69)."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class AskCodeForm(OurWords, account.RequestLoginCodeForm):  # type: ignore[misc]
    labels = {"email": _("Your email")}

    def clean_email(self) -> str:
        """The code proves the address; who came from a list has no line with allauth before the first visit."""
        email: str = super().clean_email()
        if self._user:
            sync_user_email_address(self._user)
        return email


class SignInCodeForm(OurWords, account.ConfirmLoginCodeForm):  # type: ignore[misc]
    labels = {"code": _("The code from the email")}
    hints = {"code": SENT}


class AddressCodeForm(OurWords, account.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    labels = {"code": _("The code from the email")}
    hints = {"code": SENT}


class ResetCodeForm(OurWords, account.ConfirmPasswordResetCodeForm):  # type: ignore[misc]
    labels = {"code": _("The code from the email")}
    hints = {"code": SENT}


class ResetForm(OurWords, account.ResetPasswordForm):  # type: ignore[misc]
    labels = {"email": _("Your email")}


class OnePassword(OurWords):
    """Typed once: one can look at it, and a code by email helps who mistyped."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]


class NewPasswordForm(OnePassword, account.ResetPasswordKeyForm):  # type: ignore[misc]
    labels = {"password1": _("A new password")}
    hints = {"password1": LENGTH}


class ChangePasswordForm(OnePassword, account.ChangePasswordForm):  # type: ignore[misc]
    labels = {"oldpassword": _("Your password of today"), "password1": _("A new password")}
    hints = {"password1": LENGTH}


class FirstPasswordForm(OnePassword, account.SetPasswordForm):  # type: ignore[misc]
    labels = {"password1": _("A password")}
    hints = {"password1": LENGTH}


class AgainForm(OurWords, account.ReauthenticateForm):  # type: ignore[misc]
    labels = {"password": _("Your password")}


class NewAddressForm(OurWords, account.AddEmailForm):  # type: ignore[misc]
    labels = {"email": _("Your new email")}
    hints = {"email": _("We send a code there. Your old one works until you have typed the code.")}


class SecondStepForm(OurWords, steps.AuthenticateForm):  # type: ignore[misc]
    labels = {"code": _("A code")}
    hints = {"code": _("6 numbers from your app, or one of your recovery codes.")}


class SecondStepAgainForm(OurWords, steps.ReauthenticateForm):  # type: ignore[misc]
    labels = {"code": _("A code")}
    hints = {"code": _("6 numbers from your app, or one of your recovery codes.")}


class AppCodeForm(OurWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    labels = {"code": _("The 6 numbers the app shows now")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class NewPasskeyForm(OurWords, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    labels = {"name": _("What to call it")}
    hints = {"name": _("For example: my phone, kitchen laptop.")}
    passwordless = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = kwargs.get("initial", {}) | {"name": ""}
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(MaxLengthValidator(60))
