from django.urls import URLPattern, path
from django.http import HttpResponse
urlpatterns: list[URLPattern] = [path("", HttpResponse, name="search")]
