"""Time passes: claims and memberships that ran out end, with everything that follows from an end."""

from datetime import date

from dayroom.kernel.people.models import Credential
from dayroom.kernel.rooms.models import Membership
from dayroom.kernel.wall import as_owner


def end_what_ran_out(*, today: date) -> int:
    """How many ended. A membership past its `until` is out of sight by itself; this moves counts, notices and
    streams.
    """
    with as_owner("lapse"):
        claims = list(Credential.objects.past(today))
        for claim in claims:
            claim.end(state=Credential.State.LAPSED, reason="valid until a date that passed")
        return len(claims) + Membership.objects.past().end_all(reason="time was up")
