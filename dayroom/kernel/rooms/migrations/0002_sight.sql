-- The one definition of "rooms this person may see", read by both walls. The views belong to the owner and look past the policies
-- of the tables under them; nobody may write through them. The first is everybody's, for the owner's functions only.
CREATE VIEW live_memberships AS
SELECT person_id, room_id, role FROM rooms_membership WHERE ended_at IS NULL AND (until IS NULL OR until > now());

CREATE VIEW my_rooms AS SELECT room_id, role FROM live_memberships WHERE person_id = wall_me();

CREATE VIEW public_rooms AS SELECT id AS room_id FROM rooms_room WHERE sight = 'public';

REVOKE ALL ON live_memberships, my_rooms, public_rooms FROM dayroom_app;
GRANT SELECT ON my_rooms, public_rooms TO dayroom_app;

CREATE INDEX membership_live ON rooms_membership (person_id) INCLUDE (room_id, role, until) WHERE ended_at IS NULL;

-- Which of a room's gates a person does not meet, in words. A claim that ran out, was suspended or taken back counts for nothing.
-- One credential has to meet profession, specialty, country and level together. The room's own staff pass: a company's people run
-- its channel for prescribers without being prescribers.
CREATE FUNCTION unmet_gates(who uuid, which uuid) RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    r rooms_room;
    missing text[] := '{}';
    fits record;
BEGIN
    SELECT * INTO r FROM rooms_room WHERE id = which;
    -- Among patients and families nobody speaks for a company, with or without a label.
    IF r.kind = 'community' AND EXISTS (
        SELECT 1 FROM people_hat h WHERE h.person_id = who AND h.put_down_at IS NULL AND h.kind = 'company') THEN
        missing := missing || 'company'::text;
    END IF;
    IF r.organisation_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM people_hat h WHERE h.person_id = who AND h.put_down_at IS NULL AND h.kind = 'company'
        AND h.organisation_id = r.organisation_id) THEN
        RETURN missing;
    END IF;
    IF cardinality(r.gate_hats) > 0 AND NOT EXISTS (
        SELECT 1 FROM people_hat h WHERE h.person_id = who AND h.put_down_at IS NULL AND h.kind = ANY (r.gate_hats)) THEN
        missing := missing || 'hat'::text;
    END IF;
    IF r.gate_level > 0 OR cardinality(r.gate_professions || r.gate_specialties || r.gate_countries) > 0 THEN
        SELECT coalesce(bool_or(p), false) AS profession, coalesce(bool_or(s), false) AS specialty,
               coalesce(bool_or(c), false) AS country, coalesce(bool_or(l), false) AS level,
               coalesce(bool_or(p AND s AND c AND l), false) AS together
        INTO fits FROM (
            SELECT cardinality(r.gate_professions) = 0 OR k.profession = ANY (r.gate_professions) AS p,
                   cardinality(r.gate_specialties) = 0 OR k.specialty = ANY (r.gate_specialties) AS s,
                   cardinality(r.gate_countries) = 0 OR k.country = ANY (r.gate_countries) AS c,
                   k.level >= r.gate_level AS l
            FROM people_credential k
            WHERE k.person_id = who AND k.state IN ('declared', 'checked') AND (k.valid_until IS NULL OR k.valid_until >= current_date)
              AND (k.kind = 'profession' OR (k.kind = 'residence' AND cardinality(r.gate_professions || r.gate_specialties) = 0
                   AND NOT 'clinician' = ANY (r.gate_hats)))) claims;
        IF NOT fits.profession THEN missing := missing || 'profession'::text; END IF;
        IF NOT fits.specialty THEN missing := missing || 'specialty'::text; END IF;
        IF NOT fits.country THEN missing := missing || 'country'::text; END IF;
        IF NOT fits.level THEN missing := missing || 'level'::text; END IF;
        IF NOT fits.together AND fits.profession AND fits.specialty AND fits.country AND fits.level THEN
            missing := missing || 'together'::text;
        END IF;
    END IF;
    IF r.gate_organisation_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM people_credential k WHERE k.person_id = who AND k.kind = 'employment' AND k.state = 'checked'
        AND k.organisation_id = r.gate_organisation_id AND (k.valid_until IS NULL OR k.valid_until >= current_date)) THEN
        missing := missing || 'organisation'::text;
    END IF;
    IF r.gate_vouches > (SELECT count(*) FROM rooms_vouch v WHERE v.room_id = which AND v.person_id = who) THEN
        missing := missing || 'vouches'::text;
    END IF;
    RETURN missing;
END $$;
REVOKE EXECUTE ON FUNCTION unmet_gates(uuid, uuid) FROM PUBLIC;

-- What the application role may ask: about the named person only.
CREATE FUNCTION my_unmet_gates(which uuid) RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN unmet_gates(wall_me(), which);

CREATE FUNCTION my_role(which uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN (SELECT role FROM my_rooms WHERE room_id = which);

-- Coming in. Refusals: DR001 a gate is not met, DR002 nobody brought this person in, DR003 a side room is for people of its circle.
CREATE FUNCTION admit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    r rooms_room;
    missing text[];
BEGIN
    -- Two people asking at once, or a gate changing meanwhile, wait for each other here.
    SELECT * INTO r FROM rooms_room WHERE id = NEW.room_id FOR UPDATE;
    IF NOT wall_is_owner() THEN
        IF NEW.role = 'visitor' OR r.state <> 'open' THEN
            RAISE EXCEPTION 'not brought in' USING ERRCODE = 'DR002';
        ELSIF r.people_count = 0 AND r.founder_id = wall_me() AND NEW.person_id = wall_me() AND r.created_at = now() THEN
            NULL;
        ELSIF (r.kind = 'conversation' OR r.kind = 'circle' AND r.parent_id IS NOT NULL) AND r.created_at <> now() THEN
            RAISE EXCEPTION 'what was said to some people never widens' USING ERRCODE = 'DR002';
        ELSIF my_role(r.id) = 'host' OR (my_role(r.id) = 'moderator' AND NEW.role IN ('member', 'observer')) THEN
            NULL;
        ELSIF NEW.person_id = wall_me() AND r.door = 'open' AND NEW.role = 'member' AND NEW.invitation_id IS NULL THEN
            NULL;
        ELSIF NEW.person_id = wall_me() AND r.door <> 'closed' AND NEW.invitation_id IS NOT NULL THEN
            UPDATE rooms_invitation i SET uses_left = uses_left - 1
            WHERE i.id = NEW.invitation_id AND i.room_id = NEW.room_id AND i.role = NEW.role AND i.uses_left > 0
              AND i.revoked_at IS NULL AND i.expires_at > now()
              AND i.email IN ('', (SELECT email FROM people_person WHERE id = wall_me()));
            IF NOT FOUND THEN
                RAISE EXCEPTION 'not brought in' USING ERRCODE = 'DR002';
            END IF;
        ELSE
            RAISE EXCEPTION 'not brought in' USING ERRCODE = 'DR002';
        END IF;
    END IF;
    missing := unmet_gates(NEW.person_id, NEW.room_id);
    IF cardinality(missing) > 0 THEN
        RAISE EXCEPTION '%', array_to_string(missing, ',') USING ERRCODE = 'DR001';
    END IF;
    IF r.parent_id IS NOT NULL AND r.kind = 'circle' AND NOT EXISTS (
        SELECT 1 FROM rooms_membership m WHERE m.room_id = r.parent_id AND m.person_id = NEW.person_id AND m.ended_at IS NULL
        AND (m.until IS NULL OR m.until > now())) THEN
        RAISE EXCEPTION 'not in the circle' USING ERRCODE = 'DR003';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER admit BEFORE INSERT ON rooms_membership FOR EACH ROW EXECUTE FUNCTION admit();

-- R8: whoever works for a company comes in as that and under their real name, whichever hat and name the door was told.
CREATE FUNCTION wear_label() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    label uuid;
BEGIN
    SELECT id INTO label FROM people_hat WHERE person_id = NEW.person_id AND kind = 'company' AND put_down_at IS NULL
    ORDER BY id = NEW.hat_id DESC, id LIMIT 1;
    IF FOUND THEN
        NEW.hat_id := label;
        NEW.pen_name := '';
        NEW.pen_line := '';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER wear_label BEFORE INSERT ON rooms_membership FOR EACH ROW EXECUTE FUNCTION wear_label();

-- A membership changes only in these ways: never to another person or room, never back from its end, never longer or higher by oneself.
CREATE FUNCTION keep_membership() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF wall_is_owner() THEN
        RETURN NEW;
    END IF;
    IF NEW.person_id <> OLD.person_id OR NEW.room_id <> OLD.room_id OR OLD.ended_at IS NOT NULL
       OR (NEW.until IS DISTINCT FROM OLD.until AND (NEW.until IS NULL OR NEW.until > OLD.until))
       OR (NEW.role <> OLD.role AND coalesce(my_role(OLD.room_id), '') <> 'host') THEN
        RAISE EXCEPTION 'a membership does not change like this' USING ERRCODE = 'DR002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_membership BEFORE UPDATE ON rooms_membership FOR EACH ROW EXECUTE FUNCTION keep_membership();

-- The end of a membership: by the person, by who looks after the room (a moderator puts out no host), or by an officer of the site.
CREATE FUNCTION end_membership(which uuid, why text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    m rooms_membership;
BEGIN
    SELECT * INTO m FROM rooms_membership WHERE id = which AND ended_at IS NULL FOR UPDATE;
    IF NOT FOUND OR NOT (m.person_id = wall_me() OR coalesce(my_role(m.room_id), '') = 'host'
                         OR coalesce(my_role(m.room_id), '') = 'moderator' AND m.role IN ('member', 'observer')
                         OR wall_is_officer() OR wall_is_owner()) THEN
        RAISE EXCEPTION 'not theirs to end' USING ERRCODE = 'DR002';
    END IF;
    UPDATE rooms_membership SET ended_at = now(), end_reason = why WHERE id = which;
END $$;

-- What follows: the count, the side rooms of a circle, and word to the live door, all in the same transaction.
CREATE FUNCTION follow_membership() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE rooms_room SET people_count = people_count + 1 WHERE id = NEW.room_id;
        PERFORM pg_notify('dayroom', json_build_object('t', 'entered', 'room', NEW.room_id, 'person', NEW.person_id)::text);
    ELSIF OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL THEN
        UPDATE rooms_room SET people_count = people_count - 1 WHERE id = NEW.room_id;
        UPDATE rooms_membership m SET ended_at = now(), end_reason = 'left the circle'
        FROM rooms_room r WHERE r.id = m.room_id AND r.parent_id = NEW.room_id AND r.kind = 'circle'
          AND m.person_id = NEW.person_id AND m.ended_at IS NULL;
        PERFORM pg_notify('dayroom', json_build_object('t', 'ended', 'room', NEW.room_id, 'person', NEW.person_id)::text);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER follow_membership AFTER INSERT OR UPDATE ON rooms_membership FOR EACH ROW EXECUTE FUNCTION follow_membership();

-- R5: whoever no longer meets the gates of a room is out in the same transaction, whichever code changed the claim.
CREATE FUNCTION end_unmet(who uuid, which uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    m record;
    missing text[];
BEGIN
    FOR m IN SELECT x.id, x.room_id, x.person_id FROM rooms_membership x JOIN rooms_room r ON r.id = x.room_id
             WHERE x.ended_at IS NULL AND (who IS NULL OR x.person_id = who) AND (which IS NULL OR x.room_id = which)
             ORDER BY x.id LOOP
        missing := unmet_gates(m.person_id, m.room_id);
        IF cardinality(missing) > 0 THEN
            UPDATE rooms_membership SET ended_at = now(), end_reason = 'gate: ' || array_to_string(missing, ', ') WHERE id = m.id;
            INSERT INTO audit_event (actor_id, hat, verb, object_kind, object_id, room_id, subject_id, purpose, outcome, facts)
            VALUES (wall_me(), '', 'membership.lapse', 'membership', m.id, m.room_id, m.person_id, '', 'done',
                    jsonb_build_object('missing', missing));
        END IF;
    END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION end_unmet(uuid, uuid) FROM PUBLIC;

CREATE FUNCTION claim_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM end_unmet(coalesce(NEW.person_id, OLD.person_id), NULL);
    RETURN NULL;
END $$;
CREATE TRIGGER claim_changed AFTER UPDATE OR DELETE ON people_credential FOR EACH ROW EXECUTE FUNCTION claim_changed();
CREATE TRIGGER claim_changed AFTER INSERT OR UPDATE OR DELETE ON people_hat FOR EACH ROW EXECUTE FUNCTION claim_changed();

CREATE FUNCTION gates_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM end_unmet(NULL, NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER gates_changed AFTER UPDATE OF gate_hats, gate_professions, gate_specialties, gate_countries, gate_level,
    gate_organisation_id, gate_vouches ON rooms_room FOR EACH ROW EXECUTE FUNCTION gates_changed();

-- A suspended or departed person is in no room.
CREATE FUNCTION person_left() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE rooms_membership SET ended_at = now(), end_reason = 'account ' || NEW.state WHERE person_id = NEW.id AND ended_at IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER person_left AFTER UPDATE OF state ON people_person FOR EACH ROW WHEN (NEW.state <> 'active')
    EXECUTE FUNCTION person_left();

-- Who is in a room, as its naming lets the named person know. In pen rooms nobody stands behind a pen name; in sealed rooms only
-- the people who look after it are listed; from outside a public room likewise.
CREATE FUNCTION room_people(which uuid)
RETURNS TABLE (membership_id uuid, person_id uuid, name text, role text, hat text, line text, level smallint, since timestamptz, is_me boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
SELECT m.id, CASE WHEN m.pen_name = '' THEN m.person_id END, CASE WHEN m.pen_name = '' THEN p.name ELSE m.pen_name END, m.role,
       coalesce(h.kind, ''), CASE WHEN m.pen_name <> '' THEN m.pen_line WHEN r.naming = 'sealed' AND m.role = 'member' THEN '' ELSE coalesce(h.line, '') END,
       coalesce((SELECT max(k.level) FROM people_credential k WHERE k.person_id = p.id AND k.kind = 'profession'
                 AND k.state IN ('declared', 'checked') AND (k.valid_until IS NULL OR k.valid_until >= current_date)), 0)::smallint,
       m.since, m.person_id = wall_me()
FROM rooms_membership m JOIN rooms_room r ON r.id = m.room_id JOIN people_person p ON p.id = m.person_id
     LEFT JOIN people_hat h ON h.id = m.hat_id
WHERE m.room_id = which AND m.ended_at IS NULL AND (m.until IS NULL OR m.until > now())
  AND (my_role(which) IS NOT NULL AND (r.naming <> 'sealed' OR m.role IN ('host', 'moderator') OR m.person_id = wall_me())
       OR r.sight = 'public' AND m.role = 'host')
ORDER BY m.role = 'host' DESC, m.role = 'moderator' DESC, m.since
LIMIT 1000
$$;

-- Who looks after a room, for every page of it: the whole list would be read to find these few.
CREATE FUNCTION room_hosts(which uuid) RETURNS TABLE (name text, role text, line text, checked boolean, pen boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
SELECT CASE WHEN m.pen_name = '' THEN p.name ELSE m.pen_name END, m.role,
       CASE WHEN m.pen_name <> '' THEN m.pen_line ELSE coalesce(h.line, '') END,
       EXISTS (SELECT 1 FROM people_credential k WHERE k.person_id = p.id AND k.kind = 'profession' AND k.level >= 2
               AND k.state = 'checked' AND (k.valid_until IS NULL OR k.valid_until >= current_date)),
       m.pen_name <> ''
FROM rooms_membership m JOIN rooms_room r ON r.id = m.room_id JOIN people_person p ON p.id = m.person_id
     LEFT JOIN people_hat h ON h.id = m.hat_id
WHERE m.room_id = which AND m.role IN ('host', 'moderator') AND m.ended_at IS NULL AND (m.until IS NULL OR m.until > now())
  AND (my_role(which) IS NOT NULL OR r.sight = 'public' AND m.role = 'host')
ORDER BY m.role, m.since LIMIT 12
$$;

-- A link's holder knows where it leads before coming in; nothing for a link that ran out, was used up or taken back.
CREATE FUNCTION open_invitation(print text)
RETURNS TABLE (id uuid, room_id uuid, title text, kind text, naming text, purpose text, by text, email text, role text, expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
SELECT i.id, i.room_id, r.title, r.kind, r.naming, r.purpose, p.name, i.email, i.role, i.expires_at
FROM rooms_invitation i JOIN rooms_room r ON r.id = i.room_id JOIN people_person p ON p.id = i.by_id
WHERE i.fingerprint = print AND i.uses_left > 0 AND i.revoked_at IS NULL AND i.expires_at > now() AND r.state = 'open'
$$;

-- Opening a sealed or pen name: a second officer, and a line in the audit before the answer.
CREATE FUNCTION open_seal(which uuid) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    o rooms_sealopening;
    behind uuid;
BEGIN
    SELECT * INTO o FROM rooms_sealopening WHERE id = which FOR UPDATE;
    IF NOT FOUND OR NOT wall_is_officer() OR o.asked_by_id = wall_me() OR o.opened_at IS NOT NULL THEN
        RAISE EXCEPTION 'opening takes two officers' USING ERRCODE = 'DR002';
    END IF;
    SELECT person_id INTO behind FROM rooms_authorship WHERE byline_id = o.byline_id;
    UPDATE rooms_sealopening SET opened_by_id = wall_me(), opened_at = now(),
        told_at = CASE WHEN legal_ground = '' THEN now() END WHERE id = which;
    INSERT INTO audit_event (actor_id, hat, verb, object_kind, object_id, room_id, subject_id, purpose, outcome, facts)
    VALUES (wall_me(), '', 'seal.open', 'byline', o.byline_id, o.room_id, CASE WHEN o.legal_ground = '' THEN behind END, '', 'done',
            jsonb_build_object('opening', which));
    RETURN behind;
END $$;

-- Counts and the newest word of a thread move here, so that nobody needs a right to change somebody else's row.
CREATE FUNCTION follow_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    was integer := 0;
    is_now integer := (NEW.state = 'published')::integer;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        was := (OLD.state = 'published')::integer;
    END IF;
    IF NEW.thread_id IS NOT NULL AND was <> is_now THEN
        UPDATE rooms_entry SET reply_count = reply_count + is_now - was,
            newest_id = CASE WHEN is_now = 1 THEN greatest(newest_id, NEW.id) ELSE newest_id END WHERE id = NEW.thread_id;
    END IF;
    PERFORM pg_notify('dayroom', json_build_object('t', 'entry', 'room', NEW.room_id, 'thread', coalesce(NEW.thread_id, NEW.id),
                                                   'id', NEW.id)::text);
    RETURN NULL;
END $$;
CREATE TRIGGER follow_entry AFTER INSERT OR UPDATE OF state, text ON rooms_entry FOR EACH ROW EXECUTE FUNCTION follow_entry();

CREATE FUNCTION new_thread() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.thread_id IS NULL THEN
        NEW.newest_id := NEW.id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER new_thread BEFORE INSERT ON rooms_entry FOR EACH ROW EXECUTE FUNCTION new_thread();

CREATE FUNCTION follow_reaction() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    step integer := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
    row rooms_reaction := CASE TG_OP WHEN 'INSERT' THEN NEW ELSE OLD END;
BEGIN
    UPDATE rooms_entry SET thanks_count = thanks_count + step * (row.kind = 'thanks')::integer,
        same_count = same_count + step * (row.kind = 'same')::integer WHERE id = row.entry_id AND row.kind IN ('thanks', 'same');
    -- Among pen and sealed names a silent answer is its giver's own secret: not even that somebody gave one is told.
    IF row.kind IN ('thanks', 'same') OR (SELECT naming = 'real' FROM rooms_room WHERE id = row.room_id) THEN
        PERFORM pg_notify('dayroom', json_build_object('t', 'reaction', 'room', row.room_id, 'id', row.entry_id)::text);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER follow_reaction AFTER INSERT OR DELETE ON rooms_reaction FOR EACH ROW EXECUTE FUNCTION follow_reaction();

-- A detail row never lies in another room than its entry.
CREATE FUNCTION same_room_as_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.entry_id IS NOT NULL AND NEW.room_id IS DISTINCT FROM (SELECT room_id FROM rooms_entry WHERE id = NEW.entry_id) THEN
        RAISE EXCEPTION 'another room than its entry' USING ERRCODE = 'DR002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER same_room BEFORE INSERT OR UPDATE OF room_id, entry_id ON rooms_entryversion FOR EACH ROW EXECUTE FUNCTION same_room_as_entry();
CREATE TRIGGER same_room BEFORE INSERT OR UPDATE OF room_id, entry_id ON rooms_reaction FOR EACH ROW EXECUTE FUNCTION same_room_as_entry();

CREATE FUNCTION same_room_as_thread() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.thread_id IS NOT NULL AND (
        NEW.room_id IS DISTINCT FROM (SELECT room_id FROM rooms_entry WHERE id = NEW.thread_id AND thread_id IS NULL)
        OR NEW.thread_id IS DISTINCT FROM (SELECT coalesce(thread_id, id) FROM rooms_entry WHERE id = NEW.parent_id)) THEN
        RAISE EXCEPTION 'another room than its thread' USING ERRCODE = 'DR002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER same_room BEFORE INSERT OR UPDATE OF room_id, thread_id, parent_id ON rooms_entry FOR EACH ROW EXECUTE FUNCTION same_room_as_thread();
