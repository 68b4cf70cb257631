"""A passkey that can sign in by itself: the phone or computer keeps it, and checks face, finger or PIN each time."""

from typing import Any

from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView


class AddPasskeyView(AddWebAuthnView):  # type: ignore[misc]
    template_name = "account/passkey_new.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        options = auth.begin_registration(self.request.user, True)
        context: dict[str, Any] = super(AddWebAuthnView, self).get_context_data(**kwargs)
        return context | {"js_data": {"creation_options": options}}


add_passkey = AddPasskeyView.as_view()
