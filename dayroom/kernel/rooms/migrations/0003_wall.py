from django.db import migrations

from dayroom.kernel.wall import IN_MY_ROOMS, IN_ROOMS_I_HOST, IN_SEEN_ROOMS, ME, wall

OWN_BYLINE = f"byline_id IN (SELECT byline_id FROM rooms_authorship WHERE person_id = {ME})"
OF_OWN_ENTRY = f"EXISTS (SELECT 1 FROM rooms_entry e WHERE e.id = entry_id AND e.{OWN_BYLINE})"
IN_ROOMS_I_LOOK_AFTER = "room_id IN (SELECT room_id FROM my_rooms WHERE role IN ('host', 'moderator'))"
IN_REAL_ROOMS = (
    "room_id IN (SELECT m.room_id FROM my_rooms m JOIN rooms_room r ON r.id = m.room_id WHERE r.naming = 'real')"
)

WALLS = [
    # A door is seen by its members, by everybody where the room is public, and by those who may look for it. The founder sees the
    # row until the first person is in, which is the same transaction.
    wall(
        "rooms_room",
        seen=f"""id IN (SELECT room_id FROM my_rooms) OR sight = 'public'
            OR {ME} IS NOT NULL AND state = 'open' AND (listing = 'everyone' OR listing = 'eligible' AND my_unmet_gates(id) = '{{}}')
            OR founder_id = {ME} AND people_count = 0""",
        added=f"founder_id = {ME} AND people_count = 0 AND created_at = now()",
        changed="id IN (SELECT room_id FROM my_rooms WHERE role = 'host')",
    ),
    # Other people's rows show who is where: only among real names, and to hosts and moderators, who let people in and out.
    wall(
        "rooms_membership",
        seen=f"person_id = {ME} OR {IN_REAL_ROOMS} OR {IN_ROOMS_I_LOOK_AFTER}",
        added=f"{ME} IS NOT NULL",
        changed=f"person_id = {ME} OR {IN_ROOMS_I_HOST}",
    ),
    wall(
        "rooms_byline",
        seen=IN_SEEN_ROOMS,
        added=IN_MY_ROOMS,
        changed=f"id IN (SELECT byline_id FROM rooms_authorship WHERE person_id = {ME})",
    ),
    wall("rooms_authorship", seen=f"person_id = {ME}", added=f"person_id = {ME} AND {IN_MY_ROOMS}"),
    wall(
        "rooms_sealopening",
        seen="wall_is_officer()",
        added=f"wall_is_officer() AND asked_by_id = {ME} AND opened_at IS NULL",
    ),
    wall(
        "rooms_entry",
        seen=f"{IN_SEEN_ROOMS} AND (state <> 'held' OR {OWN_BYLINE} OR {IN_ROOMS_I_LOOK_AFTER})",
        added=f"{IN_MY_ROOMS} AND {OWN_BYLINE}",
        changed=f"{IN_MY_ROOMS} AND ({OWN_BYLINE} OR {IN_ROOMS_I_LOOK_AFTER})",
    ),
    wall(
        "rooms_entryversion",
        seen=IN_SEEN_ROOMS,
        added=OF_OWN_ENTRY,
        gone=OF_OWN_ENTRY,
    ),
    wall(
        "rooms_reaction",
        seen=f"person_id = {ME} OR kind IN ('seen', 'will_do', 'done') AND {IN_REAL_ROOMS}",
        added=f"person_id = {ME} AND {IN_MY_ROOMS}",
        gone=f"person_id = {ME} AND {IN_MY_ROOMS}",
    ),
    wall(
        "rooms_invitation",
        seen=f"by_id = {ME} OR {IN_ROOMS_I_HOST}",
        added=f"by_id = {ME} AND {IN_ROOMS_I_HOST}",
        changed=f"by_id = {ME} OR {IN_ROOMS_I_HOST}",
    ),
    wall(
        "rooms_ask",
        seen=f"person_id = {ME} OR {IN_ROOMS_I_LOOK_AFTER}",
        added=f"person_id = {ME}",
        changed=f"person_id = {ME} OR {IN_ROOMS_I_LOOK_AFTER}",
    ),
    wall(
        "rooms_vouch",
        seen=f"by_id = {ME} OR person_id = {ME} OR {IN_ROOMS_I_HOST}",
        added=f"by_id = {ME} AND {IN_MY_ROOMS}",
        gone=f"by_id = {ME}",
    ),
    # Own acts, acts on oneself, and what happens in real-name rooms one hosts. In pen and sealed rooms an actor's id beside an
    # entry's id would open every name.
    wall(
        "audit_event",
        seen=f"""actor_id = {ME} OR subject_id = {ME} OR room_id IN (SELECT m.room_id FROM my_rooms m JOIN rooms_room r ON r.id = m.room_id
            WHERE m.role = 'host' AND r.naming = 'real')""",
        added=f"actor_id IS NULL OR actor_id = {ME}",
    ),
]


class Migration(migrations.Migration):
    dependencies = [("rooms", "0002_sight")]
    operations = [migrations.RunSQL([sql]) for sql in WALLS]
