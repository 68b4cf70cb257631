"""The frame alone: its own addresses, the page of parts, and stand-ins for the pages of features it links to."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from dayroom.kernel.people.visit import public
from dayroom.web import parts

handler400 = "dayroom.web.errors.bad_request"
handler403 = "dayroom.web.errors.forbidden"
handler404 = "dayroom.web.errors.not_found"
handler500 = "dayroom.web.errors.server_error"


@public
def elsewhere(request: HttpRequest, **ids: object) -> HttpResponse:
    return HttpResponse("<p>A page of a feature.</p>")


ROOMS = "rooms/<uuid:room_id>/"
urlpatterns = [
    path("components", parts.components),
    path("", include("dayroom.web.urls")),
    path("sign-in", elsewhere, name="sign_in"),
    path(ROOMS, elsewhere, name="room"),
    path(f"{ROOMS}who", elsewhere, name="room_who"),
    path(f"{ROOMS}me", elsewhere, name="room_me"),
]
