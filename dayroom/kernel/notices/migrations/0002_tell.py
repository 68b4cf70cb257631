from pathlib import Path

from django.db import migrations

from dayroom.kernel.wall import ME, sql, wall

OWN = wall("notices_notice", seen=f"person_id = {ME}", changed=f"person_id = {ME}", gone=f"person_id = {ME}")


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("rooms", "0003_wall")]
    operations = [sql(Path(__file__).with_suffix(".sql")), migrations.RunSQL([OWN])]
