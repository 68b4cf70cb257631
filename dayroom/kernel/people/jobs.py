from django.utils import timezone
from procrastinate.contrib.django import app

from dayroom.kernel.people.models import Session


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="forget_sessions", pass_context=False)
def forget_sessions(timestamp: int) -> None:
    """Windows that ran out open nothing any more; their rows go."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
