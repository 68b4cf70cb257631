from django.apps import AppConfig


class Notices(AppConfig):
    name = "dayroom.kernel.notices"
    label = "notices"
