from pathlib import Path

from django.db import migrations

from dayroom.kernel.wall import sql


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("audit", "0002_chain")]
    operations = [sql(Path(__file__).with_suffix(".sql"))]
