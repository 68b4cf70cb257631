from django.apps import AppConfig


class Live(AppConfig):
    name = "dayroom.doors.live"
    label = "live"
