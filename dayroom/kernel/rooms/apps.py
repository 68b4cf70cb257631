from django.apps import AppConfig


class Rooms(AppConfig):
    name = "dayroom.kernel.rooms"
    label = "rooms"
