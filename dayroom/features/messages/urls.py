from django.urls import URLPattern, path
from django.http import HttpResponse
urlpatterns: list[URLPattern] = [path("", HttpResponse, name="messages"), path("new", HttpResponse, name="new_conversation"), path("<uuid:room_id>/", HttpResponse, name="conversation")]
