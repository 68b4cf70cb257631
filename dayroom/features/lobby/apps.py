from django.apps import AppConfig


class Lobby(AppConfig):
    name = "dayroom.features.lobby"
    label = "lobby"
