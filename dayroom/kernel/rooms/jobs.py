from django.utils import timezone
from procrastinate.contrib.django import app

from dayroom.kernel.rooms.lapse import end_what_ran_out


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="lapse", pass_context=False)
def lapse(timestamp: int) -> None:
    end_what_ran_out(today=timezone.localdate())
