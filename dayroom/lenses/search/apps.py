from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "dayroom.lenses.search"
