from django.apps import AppConfig


class Account(AppConfig):
    """The label differs from the folder: allauth's own app is already called `account`."""

    name = "dayroom.features.account"
    label = "dayroom_account"
