from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "dayroom.features.messages"
