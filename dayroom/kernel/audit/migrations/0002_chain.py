from pathlib import Path

from django.db import migrations

from dayroom.kernel.wall import sql


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [sql(Path(__file__).with_suffix(".sql"))]
