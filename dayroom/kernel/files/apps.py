from django.apps import AppConfig


class Files(AppConfig):
    name = "dayroom.kernel.files"
    label = "files"
