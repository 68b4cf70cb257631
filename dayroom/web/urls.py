from django.conf import settings
from django.urls import path

from dayroom.web import home, notices, parts, views

urlpatterns = [
    path("", home.home, name="home"),
    path("notices/", notices.notices, name="notices"),
    path("notices/seen", notices.notices_seen, name="notices_seen"),
    path("notices/<uuid:notice_id>", notices.notice, name="notice"),
    path("look", views.look, name="look"),
    path("counts", views.counts, name="counts"),
]
if settings.DEMONSTRATION or settings.DEBUG:
    urlpatterns.append(path("components", parts.components, name="components"))
