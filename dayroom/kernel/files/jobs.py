from django.utils import timezone
from procrastinate.contrib.django import app

from dayroom.kernel.files.sweep import remove_forgotten, remove_gone


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="sweep_gone", pass_context=False)
def sweep_gone(timestamp: int) -> None:
    remove_gone()


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="sweep_files", pass_context=False)
def sweep_files(timestamp: int) -> None:
    remove_forgotten(now=timezone.now())


@app.task(pass_context=False)
def sweep_now() -> None:
    """Of an erased entry at once, not at the next minute."""
    remove_gone()
