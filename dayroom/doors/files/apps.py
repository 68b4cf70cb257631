from django.apps import AppConfig


class FileDoor(AppConfig):
    name = "dayroom.doors.files"
    label = "file_door"
