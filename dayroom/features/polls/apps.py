from django.apps import AppConfig


class Polls(AppConfig):
    name = "dayroom.features.polls"
    label = "polls"
