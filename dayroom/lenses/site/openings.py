"""From the address of a post to the name behind it: two officers, a reason, and the person is told."""

import re
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from dayroom.kernel.people.models import Person
from dayroom.kernel.rooms.models import SealOpening
from dayroom.kernel.rooms.refusals import NotAllowed

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def entry_in(address: str) -> UUID | None:
    """The last id of an address: a thread's own, or the post it points to."""
    ids = ID.findall(address)
    return UUID(ids[-1]) if ids else None


@transaction.atomic
def ask_for(address: str, *, by: Person, reason: str, legal_ground: str) -> SealOpening:
    entry_id = entry_in(address)
    with connection.cursor() as cursor:
        cursor.execute("SELECT room_id, byline_id FROM seal_target(%s)", [entry_id])
        target = cursor.fetchone()
    if target is None:
        raise NotAllowed(_("There is no post with a pen name or a sealed name at this address."))
    room_id, byline_id = target
    return SealOpening.ask(room_id=room_id, byline_id=byline_id, by=by, reason=reason, legal_ground=legal_ground)
