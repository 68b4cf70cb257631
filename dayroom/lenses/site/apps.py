from django.apps import AppConfig


class Site(AppConfig):
    name = "dayroom.lenses.site"
    label = "site"
