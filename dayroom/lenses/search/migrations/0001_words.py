from pathlib import Path

from django.db import migrations

from dayroom.kernel.wall import sql


class Migration(migrations.Migration):
    dependencies = [("rooms", "0003_wall"), ("people", "0001_initial")]
    operations = [sql(Path(__file__).with_suffix(".sql"))]
