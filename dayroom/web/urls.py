from django.conf import settings
from django.urls import path

from dayroom.web import parts, views

urlpatterns = [
    path("look", views.look, name="look"),
    path("counts", views.counts, name="counts"),
]
if settings.DEMONSTRATION or settings.DEBUG:
    urlpatterns.append(path("components", parts.components, name="components"))
