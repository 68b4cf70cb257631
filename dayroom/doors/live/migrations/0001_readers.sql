-- Which of these people may see this entry now; without an entry, which of them are in the room. It says for many at once what the
-- policy `seen` of rooms_entry says for the one who is named, and tests hold the two equal.
--
-- Why the application's role may ask it: the answer is a part of the ids given, and for each of them nothing that the role could not
-- learn by naming that person, as it does for every request. Where somebody is named already, a page is asking, and no page has
-- business with what others may see: then the answer is empty.
CREATE FUNCTION live_readers(which uuid, said uuid, people uuid[]) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
SELECT m.person_id
FROM live_memberships m LEFT JOIN rooms_entry e ON e.id = said AND e.room_id = which
WHERE wall_me() IS NULL AND m.room_id = which AND m.person_id = ANY (people)
  AND (said IS NULL OR e.state <> 'held' OR e.state = 'held' AND (m.role IN ('host', 'moderator') OR EXISTS (
       SELECT 1 FROM rooms_authorship a WHERE a.byline_id = e.byline_id AND a.person_id = m.person_id)))
$$;
REVOKE EXECUTE ON FUNCTION live_readers(uuid, uuid, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION live_readers(uuid, uuid, uuid[]) TO dayroom_app;

-- A window that signed out, or was signed out, hears nothing more. The word names the person, never the session.
CREATE FUNCTION window_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('dayroom', json_build_object('t', 'signed_out', 'person', OLD.person_id)::text);
    RETURN NULL;
END $$;
CREATE TRIGGER window_closed AFTER DELETE ON people_session FOR EACH ROW WHEN (OLD.person_id IS NOT NULL)
    EXECUTE FUNCTION window_closed();
