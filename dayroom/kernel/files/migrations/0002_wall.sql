-- The application's role may change what is said about a file, never what it is, where it hangs or who brought it.
REVOKE UPDATE ON files_file FROM dayroom_app;
GRANT UPDATE (alt, veiled) ON files_file TO dayroom_app;
REVOKE ALL ON files_gonefile FROM dayroom_app;

CREATE TRIGGER same_room BEFORE INSERT OR UPDATE OF room_id, entry_id ON files_file FOR EACH ROW EXECUTE FUNCTION same_room_as_entry();

-- Posting: the uploader's own waiting file goes onto the uploader's own entry, and who brought it is forgotten. It may move into a
-- side room of the circle it was brought to, where nobody else has seen it. Ten an entry: MOST_ON_ENTRY in models.py.
CREATE FUNCTION files_attach(which uuid, onto uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE files_file f SET entry_id = e.id, room_id = e.room_id, uploader_id = NULL
    FROM rooms_entry e JOIN rooms_authorship a ON a.byline_id = e.byline_id JOIN rooms_room r ON r.id = e.room_id
    WHERE f.id = which AND f.entry_id IS NULL AND f.uploader_id = wall_me() AND f.room_id IN (SELECT room_id FROM my_rooms)
      AND e.id = onto AND f.room_id IN (e.room_id, r.parent_id) AND e.state IN ('published', 'held') AND a.person_id = wall_me()
      AND (SELECT count(*) FROM files_file x WHERE x.entry_id = e.id) < 10;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'not theirs to post' USING ERRCODE = 'DR002';
    END IF;
END $$;

-- R87: the bytes go with the row, whichever way the row went.
CREATE FUNCTION files_bytes_go() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO files_gonefile (key) VALUES (OLD.key) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER bytes_go AFTER DELETE ON files_file FOR EACH ROW EXECUTE FUNCTION files_bytes_go();

CREATE FUNCTION files_go_with_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM files_file WHERE entry_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER files_go AFTER UPDATE OF state ON rooms_entry FOR EACH ROW WHEN (NEW.state = 'erased') EXECUTE FUNCTION files_go_with_entry();
