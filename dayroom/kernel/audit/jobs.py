from procrastinate.contrib.django import app

from dayroom.kernel.audit.chain import verify_and_record


@app.periodic(cron="23 3 * * *")
@app.task(queueing_lock="verify_audit", pass_context=False)
def verify_audit(timestamp: int) -> None:
    verify_and_record()
