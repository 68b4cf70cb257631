"""Time passes: claims and memberships that ran out end, with everything that follows from an end."""

from datetime import date, timedelta

from django.db.models.functions import Now
from django.utils import timezone

from dayroom.kernel.people.models import Credential
from dayroom.kernel.rooms.models import Membership, SealOpening
from dayroom.kernel.wall import as_owner


def end_what_ran_out(*, today: date) -> int:
    """How many ended. A membership past its `until` is out of sight by itself; this moves counts, notices, streams.

    Whose name was opened with a legal ground to wait is told now, if the longest wait is over.
    """
    latest = timezone.now() - timedelta(days=SealOpening.LONGEST_WAIT_DAYS)
    with as_owner("lapse"):
        SealOpening.objects.filter(opened_at__lt=latest, told_at=None).update(told_at=Now())
        claims = list(Credential.objects.past(today))
        for claim in claims:
            claim.end(state=Credential.State.LAPSED, reason="valid until a date that passed")
        return len(claims) + Membership.objects.past().end_all(reason="time was up")
