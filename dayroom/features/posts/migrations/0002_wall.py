from django.db import migrations

from dayroom.kernel.wall import IN_MY_ROOMS, IN_SEEN_ROOMS, ME, wall

MINE = f"person_id = {ME} AND {IN_MY_ROOMS}"
OF_OWN_ENTRY = (
    "EXISTS (SELECT 1 FROM rooms_entry e WHERE e.id = entry_id"
    f" AND e.byline_id IN (SELECT byline_id FROM rooms_authorship WHERE person_id = {ME}))"
)
SAME_ROOM_AS_THREAD = """
CREATE FUNCTION posts_same_room() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.thread_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rooms_entry WHERE id = NEW.thread_id AND room_id = NEW.room_id AND thread_id IS NULL) THEN
        RAISE EXCEPTION 'another room than its thread' USING ERRCODE = 'DR002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER same_room BEFORE INSERT OR UPDATE OF room_id, thread_id ON posts_draft FOR EACH ROW EXECUTE FUNCTION posts_same_room();
CREATE TRIGGER same_room BEFORE INSERT OR UPDATE OF room_id, thread_id ON posts_reading FOR EACH ROW EXECUTE FUNCTION posts_same_room();
CREATE FUNCTION posts_see_notices() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE notices_notice n SET seen_at = now() FROM rooms_entry e
    WHERE n.person_id = NEW.person_id AND n.seen_at IS NULL AND n.kind IN ('reply', 'new') AND e.id = n.entry_id
      AND coalesce(e.thread_id, e.id) = NEW.thread_id AND e.id <= NEW.up_to;
    RETURN NULL;
END $$;
CREATE TRIGGER see_notices AFTER INSERT OR UPDATE OF up_to ON posts_reading FOR EACH ROW
    EXECUTE FUNCTION posts_see_notices();
CREATE FUNCTION posts_erased() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM posts_citation WHERE entry_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER posts_erased AFTER UPDATE OF state ON rooms_entry FOR EACH ROW WHEN (NEW.state = 'erased')
    EXECUTE FUNCTION posts_erased();
CREATE TRIGGER same_room BEFORE INSERT OR UPDATE OF room_id, entry_id ON posts_citation FOR EACH ROW EXECUTE FUNCTION same_room_as_entry();
"""


class Migration(migrations.Migration):
    dependencies = [("posts", "0001_initial"), ("rooms", "0003_wall"), ("notices", "0002_tell")]
    operations = [
        migrations.RunSQL([wall("posts_draft", seen=MINE, added=MINE, changed=MINE, gone=MINE)]),
        migrations.RunSQL([wall("posts_reading", seen=MINE, added=MINE, changed=MINE)]),
        migrations.RunSQL([wall("posts_citation", seen=IN_SEEN_ROOMS, added=OF_OWN_ENTRY, gone=OF_OWN_ENTRY)]),
        migrations.RunSQL([SAME_ROOM_AS_THREAD]),
    ]
