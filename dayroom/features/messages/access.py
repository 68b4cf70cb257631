from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse

from dayroom.kernel.people.visit import View, Visit
from dayroom.kernel.rooms.access import in_room
from dayroom.kernel.rooms.models import Membership, Room


def in_conversation(verb: str) -> Callable[[View], View]:
    """`in_room`, narrowed: any other room is not a conversation and is not found here."""

    def decorate(view: View) -> View:
        @in_room(verb)
        @wraps(view)
        def guarded(request: Visit, membership: Membership, **rest: Any) -> HttpResponse:
            if membership.room.kind != Room.Kind.CONVERSATION:
                raise Http404
            return view(request, membership, **rest)

        return guarded

    return decorate
