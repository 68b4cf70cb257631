from allauth.account import views as account
from allauth.mfa.base import views as steps
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from dayroom.features.account import demonstration, views, you
from dayroom.features.account.entrance import for_everybody, for_people
from dayroom.features.account.passkeys import add_passkey

# allauth's views of second steps, with pages of ours.
second_step = steps.AuthenticateView.as_view(template_name="account/second_step.html")
again_by_code = steps.ReauthenticateView.as_view(template_name="account/again_code.html")
again_by_passkey = webauthn.ReauthenticateWebAuthnView.as_view(template_name="account/again_passkey.html")
add_app = totp.ActivateTOTPView.as_view(template_name="account/app.html")
remove_app = totp.DeactivateTOTPView.as_view(template_name="account/app_remove.html")
recovery_codes = recovery.ViewRecoveryCodesView.as_view(template_name="account/recovery.html")
new_recovery_codes = recovery.GenerateRecoveryCodesView.as_view(template_name="account/recovery_new.html")
remove_passkey = webauthn.RemoveWebAuthnView.as_view(template_name="account/passkey_remove.html")

# Names beginning with account_ or mfa_ are those allauth asks for.
urlpatterns: list[URLPattern] = [
    path("sign-in", views.sign_in, name="sign_in"),
    path("sign-in", views.sign_in, name="account_login"),
    path("sign-in/code", for_everybody(account.request_login_code), name="account_request_login_code"),
    path("sign-in/code/confirm", for_everybody(account.confirm_login_code), name="account_confirm_login_code"),
    path("sign-in/second-step", for_everybody(second_step), name="mfa_authenticate"),
    path("sign-in/passkey", for_everybody(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("sign-in/closed", views.closed, name="account_inactive"),
    path("sign-in/again", views.start_again, name="start_again"),
    path("sign-in/password", for_everybody(account.password_reset), name="account_reset_password"),
    path(
        "sign-in/password/code",
        for_everybody(account.confirm_password_reset_code),
        name="account_confirm_password_reset_code",
    ),
    path(
        "sign-in/password/new", for_everybody(account.complete_password_reset), name="account_complete_password_reset"
    ),
    path(
        "sign-in/password/done",
        for_everybody(account.password_reset_from_key_done),
        name="account_password_reset_completed",
    ),
    path("sign-out", views.sign_out, name="sign_out"),
    path("sign-out", views.sign_out, name="account_logout"),
    path("sign-up", views.sign_up, name="sign_up"),
    path("sign-up", views.sign_up, name="account_signup"),
    path("sign-up/confirm", for_everybody(account.email_verification_sent), name="account_email_verification_sent"),
    path("you/", you.you, name="you"),
    path("you/profile", you.profile, name="you_profile"),
    path("you/reading", you.reading, name="you_reading"),
    path("you/hats/new", you.put_on_hat, name="you_put_on_hat"),
    path("you/hats/<uuid:hat_id>/put-down", you.put_down_hat, name="you_put_down_hat"),
    path("you/claims/new", you.declare, name="you_declare"),
    path("you/country", you.live_in, name="you_live_in"),
    path("you/claims/<uuid:credential_id>/move", you.move, name="you_move"),
    path("you/claims/<uuid:credential_id>/take-back", you.take_back, name="you_take_back"),
    path("you/security", views.security, name="you_security"),
    path("you/security", views.security, name="mfa_index"),
    path("you/security", views.security, name="mfa_list_webauthn"),
    path("you/security/needed", views.second_step_needed, name="second_step_needed"),
    path("you/windows/<str:window>/end", views.end_window, name="end_window"),
    path("you/windows/end-others", views.end_others, name="end_others"),
    path("you/again", for_people(account.reauthenticate, _("Is it you?")), name="account_reauthenticate"),
    path("you/again/code", for_people(again_by_code, _("Is it you?")), name="mfa_reauthenticate"),
    path(
        "you/again/passkey",
        for_people(again_by_passkey, _("Is it you?")),
        name="mfa_reauthenticate_webauthn",
    ),
    path("you/email", for_people(account.email, _("Your email")), name="account_email"),
    path("you/password", for_people(account.password_change, _("Your password")), name="account_change_password"),
    path("you/password/first", for_people(account.password_set, _("Your password")), name="account_set_password"),
    path("you/app", for_people(add_app, _("An app for codes")), name="mfa_activate_totp"),
    path("you/app/remove", for_people(remove_app, _("An app for codes")), name="mfa_deactivate_totp"),
    path("you/recovery", for_people(recovery_codes, _("Recovery codes")), name="mfa_view_recovery_codes"),
    path(
        "you/recovery/new",
        for_people(new_recovery_codes, _("Recovery codes")),
        name="mfa_generate_recovery_codes",
    ),
    path("you/passkeys/new", for_people(add_passkey, _("A new passkey")), name="mfa_add_webauthn"),
    path(
        "you/passkeys/<int:pk>/remove",
        for_people(remove_passkey, _("Remove a passkey")),
        name="mfa_remove_webauthn",
    ),
]
if settings.DEMONSTRATION:
    urlpatterns.append(path("sign-in/as/<uuid:person_id>", demonstration.sign_in_as, name="sign_in_as"))
