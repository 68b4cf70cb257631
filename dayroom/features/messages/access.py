from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse

from dayroom.kernel.people.visit import View, Visit
from dayroom.kernel.rooms.models import Membership, Room


def conversations_only(view: View) -> View:
    """Stands under `in_room`: any other kind of room is not a conversation and is not found here."""

    @wraps(view)
    def guarded(request: Visit, membership: Membership, **rest: Any) -> HttpResponse:
        if membership.room.kind != Room.Kind.CONVERSATION:
            raise Http404
        return view(request, membership, **rest)

    return guarded
