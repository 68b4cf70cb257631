-- Who is told of new words: everyone in a conversation; who was answered; who asked for everything new; hosts, of words that wait.
CREATE FUNCTION tell_of_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    writer uuid;
    talk boolean;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.state IN ('withdrawn', 'erased') THEN
        DELETE FROM notices_notice WHERE entry_id = NEW.id;
        RETURN NULL;
    ELSIF TG_OP = 'UPDATE' AND NOT (OLD.state = 'held' AND NEW.state = 'published') THEN
        RETURN NULL;
    END IF;
    SELECT person_id INTO writer FROM rooms_authorship WHERE byline_id = NEW.byline_id;
    IF NEW.state = 'held' THEN
        INSERT INTO notices_notice (person_id, kind, room_id, entry_id)
        SELECT person_id, 'held', NEW.room_id, NEW.id FROM rooms_membership
        WHERE room_id = NEW.room_id AND ended_at IS NULL AND role IN ('host', 'moderator');
        RETURN NULL;
    END IF;
    SELECT kind = 'conversation' INTO talk FROM rooms_room WHERE id = NEW.room_id;
    INSERT INTO notices_notice (person_id, kind, room_id, entry_id)
    SELECT m.person_id, CASE WHEN talk THEN 'message' WHEN answered.person_id IS NOT NULL THEN 'reply' ELSE 'new' END, NEW.room_id, NEW.id
    FROM rooms_membership m
    LEFT JOIN (SELECT DISTINCT a.person_id FROM rooms_entry e JOIN rooms_authorship a ON a.byline_id = e.byline_id
               WHERE e.id IN (NEW.parent_id, NEW.thread_id)) answered ON answered.person_id = m.person_id
    WHERE m.room_id = NEW.room_id AND m.ended_at IS NULL AND (m.until IS NULL OR m.until > now()) AND m.person_id <> writer
      AND m.notify <> 'nothing' AND (talk OR answered.person_id IS NOT NULL OR m.notify = 'all');
    RETURN NULL;
END $$;
CREATE TRIGGER tell_of_entry AFTER INSERT OR UPDATE OF state ON rooms_entry FOR EACH ROW EXECUTE FUNCTION tell_of_entry();

-- Leaving takes the room's notices along; whoever was put out is told that it happened, and why.
CREATE FUNCTION tell_of_membership() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    r rooms_room;
BEGIN
    SELECT * INTO r FROM rooms_room WHERE id = NEW.room_id;
    IF TG_OP = 'INSERT' THEN
        IF NEW.person_id IS DISTINCT FROM wall_me() AND NOT wall_is_owner() AND r.kind <> 'conversation' AND NOT EXISTS (
            SELECT 1 FROM rooms_ask a WHERE a.room_id = NEW.room_id AND a.person_id = NEW.person_id AND a.state = 'let_in') THEN
            INSERT INTO notices_notice (person_id, kind, room_id) VALUES (NEW.person_id, 'brought_in', NEW.room_id);
        END IF;
    ELSIF OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL THEN
        DELETE FROM notices_notice WHERE person_id = NEW.person_id AND room_id = NEW.room_id;
        -- The end of a part of a circle is not announced apart from the circle's own.
        IF NEW.end_reason NOT IN ('left', 'left the circle') THEN
            INSERT INTO notices_notice (person_id, kind, room_title, reason) VALUES (NEW.person_id, 'ended', r.title, NEW.end_reason);
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tell_of_membership AFTER INSERT OR UPDATE OF ended_at ON rooms_membership FOR EACH ROW EXECUTE FUNCTION tell_of_membership();

-- Whoever has read up to here has seen what the notices about it would say.
CREATE FUNCTION see_notices() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE notices_notice SET seen_at = now() WHERE person_id = NEW.person_id AND seen_at IS NULL AND room_id = NEW.room_id
        AND entry_id <= NEW.seen_up_to AND kind IN ('message', 'reply', 'new');
    RETURN NULL;
END $$;
CREATE TRIGGER see_notices AFTER UPDATE OF seen_up_to ON rooms_membership FOR EACH ROW
    WHEN (NEW.seen_up_to IS DISTINCT FROM OLD.seen_up_to) EXECUTE FUNCTION see_notices();

CREATE FUNCTION tell_of_ask() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO notices_notice (person_id, kind, room_id)
        SELECT person_id, 'ask', NEW.room_id FROM rooms_membership
        WHERE room_id = NEW.room_id AND ended_at IS NULL AND role IN ('host', 'moderator');
    ELSIF NEW.state IN ('let_in', 'turned_down') AND OLD.state = 'waiting' THEN
        INSERT INTO notices_notice (person_id, kind, room_id, room_title, reason)
        SELECT NEW.person_id, NEW.state, NEW.room_id, r.title, NEW.answer FROM rooms_room r WHERE r.id = NEW.room_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tell_of_ask AFTER INSERT OR UPDATE OF state ON rooms_ask FOR EACH ROW EXECUTE FUNCTION tell_of_ask();

CREATE FUNCTION tell_of_credential() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.state <> OLD.state AND NEW.person_id IS DISTINCT FROM wall_me() THEN
        INSERT INTO notices_notice (person_id, kind, reason) VALUES (NEW.person_id, 'credential', NEW.state);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tell_of_credential AFTER UPDATE OF state ON people_credential FOR EACH ROW EXECUTE FUNCTION tell_of_credential();

CREATE FUNCTION tell_of_opening() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.told_at IS NULL AND NEW.told_at IS NOT NULL THEN
        INSERT INTO notices_notice (person_id, kind, room_id, reason)
        SELECT a.person_id, 'seal_opened', NEW.room_id, left(NEW.reason, 240) FROM rooms_authorship a WHERE a.byline_id = NEW.byline_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tell_of_opening AFTER UPDATE OF told_at ON rooms_sealopening FOR EACH ROW EXECUTE FUNCTION tell_of_opening();

-- Word to the live door: that there is something for this person, and nothing else.
CREATE FUNCTION ring() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('dayroom', json_build_object('t', 'notice', 'person', NEW.person_id)::text);
    RETURN NULL;
END $$;
CREATE TRIGGER ring AFTER INSERT ON notices_notice FOR EACH ROW EXECUTE FUNCTION ring();
