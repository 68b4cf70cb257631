"""What a page needs to know besides its own content: how it looks to this person, and what stands round it."""

from collections.abc import Callable
from typing import cast

from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from dayroom.kernel.people.visit import Visit
from dayroom.kernel.rooms.feed import RoomNews, my_rooms
from dayroom.web.frame import Frame, frame_for
from dayroom.web.look import Look, language_for, look_for, zone_for

MOST_ROOMS = 50


class PageRequest(Visit):
    """`news` and `frame` cost a statement when a page first asks for them, and none when it does not."""

    look: Look
    news: list[RoomNews]
    frame: Frame


def surroundings(get_response: Callable[[PageRequest], HttpResponse]) -> Callable[[PageRequest], HttpResponse]:
    """Stands after the middleware that finds the person, and does what Django's does for language and time zone."""

    def respond(request: PageRequest) -> HttpResponse:
        language = language_for(request)
        translation.activate(language)
        timezone.activate(zone_for(request))
        request.look = look_for(request, language=language)
        request.news = cast(list[RoomNews], SimpleLazyObject(lambda: rooms_of(request)))
        request.frame = cast(Frame, SimpleLazyObject(lambda: frame_for(request, request.news)))
        response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return respond


def rooms_of(request: PageRequest) -> list[RoomNews]:
    return my_rooms(most=MOST_ROOMS) if request.person else []
