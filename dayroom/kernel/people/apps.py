from django.apps import AppConfig


class People(AppConfig):
    name = "dayroom.kernel.people"
    label = "people"
