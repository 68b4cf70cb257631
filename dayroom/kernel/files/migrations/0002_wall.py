from pathlib import Path

from django.db import migrations

from dayroom.kernel.wall import IN_MY_ROOMS, ME, sql, wall

MINE_WAITING = f"entry_id IS NULL AND uploader_id = {ME} AND {IN_MY_ROOMS}"
OWN_ENTRY = f"e.byline_id IN (SELECT byline_id FROM rooms_authorship WHERE person_id = {ME})"
# The wall of rooms_entry stands inside this question: who does not see the entry does not see its files.
WITH_ITS_ENTRY = f"""entry_id IS NOT NULL AND EXISTS (SELECT 1 FROM rooms_entry e WHERE e.id = entry_id
    AND (e.state IN ('published', 'held') OR e.state = 'withdrawn' AND {OWN_ENTRY}))"""
ON_MY_ENTRY = f"entry_id IS NOT NULL AND {IN_MY_ROOMS} AND EXISTS (SELECT 1 FROM rooms_entry e WHERE e.id = entry_id AND {OWN_ENTRY})"
I_WRITE_HERE = "room_id IN (SELECT room_id FROM my_rooms WHERE role IN ('host', 'moderator', 'member'))"

WALLS = [
    wall(
        "files_file",
        seen=f"{MINE_WAITING} OR {WITH_ITS_ENTRY}",
        added=f"entry_id IS NULL AND uploader_id = {ME} AND {I_WRITE_HERE}",
        changed=f"{MINE_WAITING} OR {ON_MY_ENTRY}",
        gone=f"{MINE_WAITING} OR {ON_MY_ENTRY}",
    ),
    wall("files_gonefile", seen="false"),
]


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial"), ("rooms", "0003_wall")]
    operations = [sql(Path(__file__).with_suffix(".sql")), *(migrations.RunSQL([step]) for step in WALLS)]
