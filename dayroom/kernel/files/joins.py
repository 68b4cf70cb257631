from django.db.models.signals import post_save
from django.dispatch import receiver

from dayroom.kernel.files.jobs import sweep_now
from dayroom.kernel.rooms.models import Entry


@receiver(post_save, sender=Entry)
def sweep_erased(instance: Entry, **_: object) -> None:
    """In the transaction of the erasure, so that its bytes go as soon as it is certain."""
    if instance.state == Entry.State.ERASED:
        sweep_now.defer()
