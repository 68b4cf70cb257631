from django.db import migrations

from dayroom.kernel.wall import IN_MY_ROOMS, IN_SEEN_ROOMS, ME, wall

OF_OWN_ENTRY = (
    "EXISTS (SELECT 1 FROM rooms_entry e WHERE e.id = entry_id"
    f" AND e.byline_id IN (SELECT byline_id FROM rooms_authorship WHERE person_id = {ME}))"
)
# The count moves here, so that nobody needs to see a vote; a vote for a closed poll, or for another poll's answer, is refused (DR002).
TRIGGERS = """
CREATE FUNCTION polls_vote() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE polls_polloption o SET votes = votes + 1 FROM polls_poll p JOIN rooms_entry e ON e.id = p.entry_id
    WHERE o.id = NEW.option_id AND o.entry_id = NEW.entry_id AND o.room_id = NEW.room_id AND p.entry_id = o.poll_id
      AND e.state = 'published' AND (p.closes_at IS NULL OR p.closes_at > now());
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such answer, or closed' USING ERRCODE = 'DR002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER polls_vote BEFORE INSERT ON polls_pollvote FOR EACH ROW EXECUTE FUNCTION polls_vote();

-- What its writer erased is gone with everything that hung on it.
CREATE FUNCTION polls_erased() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM polls_pollvote WHERE entry_id = NEW.id;
    DELETE FROM polls_polloption WHERE entry_id = NEW.id;
    DELETE FROM polls_poll WHERE entry_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER polls_erased AFTER UPDATE OF state ON rooms_entry FOR EACH ROW WHEN (NEW.state = 'erased' AND NEW.kind = 'poll')
    EXECUTE FUNCTION polls_erased();
CREATE TRIGGER same_room BEFORE INSERT OR UPDATE OF room_id, entry_id ON polls_poll FOR EACH ROW EXECUTE FUNCTION same_room_as_entry();
CREATE TRIGGER same_room BEFORE INSERT OR UPDATE OF room_id, entry_id ON polls_polloption FOR EACH ROW
    EXECUTE FUNCTION same_room_as_entry();
CREATE TRIGGER same_room BEFORE INSERT OR UPDATE OF room_id, entry_id ON polls_pollvote FOR EACH ROW EXECUTE FUNCTION same_room_as_entry();
"""


class Migration(migrations.Migration):
    dependencies = [("polls", "0001_initial"), ("rooms", "0003_wall")]
    operations = [
        migrations.RunSQL([wall("polls_poll", seen=IN_SEEN_ROOMS, added=OF_OWN_ENTRY)]),
        migrations.RunSQL([wall("polls_polloption", seen=IN_SEEN_ROOMS, added=f"{OF_OWN_ENTRY} AND votes = 0")]),
        migrations.RunSQL(
            [wall("polls_pollvote", seen=f"person_id = {ME}", added=f"person_id = {ME} AND {IN_MY_ROOMS}")]
        ),
        migrations.RunSQL([TRIGGERS]),
    ]
