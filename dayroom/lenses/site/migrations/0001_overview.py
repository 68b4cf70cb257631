from pathlib import Path

from django.db import migrations

from dayroom.kernel.wall import sql


class Migration(migrations.Migration):
    dependencies = [("rooms", "0003_wall"), ("files", "0002_wall"), ("procrastinate", "0041_post_retry_failed_job")]
    operations = [sql(Path(__file__).with_suffix(".sql"))]
