from django.apps import AppConfig


class Posts(AppConfig):
    name = "dayroom.features.posts"
    label = "posts"
