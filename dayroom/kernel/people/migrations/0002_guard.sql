-- People have no room, so no policy hides their rows; what nobody may do to somebody else's row, or raise on their own, is refused here.
-- DR004: not theirs to change.
CREATE FUNCTION wall_is_officer() RETURNS boolean LANGUAGE sql STABLE
RETURN EXISTS (SELECT 1 FROM people_person WHERE id = wall_me() AND officer AND state = 'active');

REVOKE DELETE ON people_person, people_hat, people_credential, people_organisation FROM dayroom_app;

-- Officers are made by the owner's job alone. Suspending and letting back is an officer's act on others. Signing up and getting back
-- into an account happen before anybody is named; a named person changes nobody else's name, address or password.
CREATE FUNCTION guard_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF wall_is_owner() THEN
        RETURN NEW;
    ELSIF TG_OP = 'INSERT' THEN
        IF NEW.officer OR NEW.state <> 'active' THEN
            RAISE EXCEPTION 'not theirs to change' USING ERRCODE = 'DR004';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.id <> OLD.id OR NEW.officer <> OLD.officer
       OR (NEW.state <> OLD.state AND (wall_is_officer() AND OLD.id <> wall_me() AND 'left' NOT IN (OLD.state, NEW.state)
                                       OR OLD.id = wall_me() AND OLD.state = 'active' AND NEW.state = 'left') IS NOT TRUE)
       OR (wall_me() <> OLD.id AND (NEW.email, NEW.name, NEW.password) IS DISTINCT FROM (OLD.email, OLD.name, OLD.password)) THEN
        RAISE EXCEPTION 'not theirs to change' USING ERRCODE = 'DR004';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON people_person FOR EACH ROW EXECUTE FUNCTION guard_person();

-- A company's label is put on and taken off by an officer (R8). Everything else about a hat stays as it was put on.
CREATE FUNCTION guard_hat() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    by_officer boolean := wall_is_officer() AND NEW.person_id <> wall_me();
BEGIN
    IF wall_is_owner() THEN
        RETURN NEW;
    ELSIF TG_OP = 'INSERT' THEN
        IF (by_officer OR NEW.person_id = wall_me() AND NEW.kind <> 'company') IS NOT TRUE THEN
            RAISE EXCEPTION 'not theirs to change' USING ERRCODE = 'DR004';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.person_id, NEW.kind, NEW.organisation_id) IS DISTINCT FROM (OLD.person_id, OLD.kind, OLD.organisation_id)
       OR OLD.put_down_at IS NOT NULL OR (by_officer OR OLD.person_id = wall_me() AND OLD.kind <> 'company') IS NOT TRUE THEN
        RAISE EXCEPTION 'not theirs to change' USING ERRCODE = 'DR004';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON people_hat FOR EACH ROW EXECUTE FUNCTION guard_hat();

-- Only an officer says that a claim was seen, and never their own (R61). Its person may take it back, or say something else, which
-- then counts as declared.
CREATE FUNCTION guard_credential() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF wall_is_owner() OR (TG_OP = 'UPDATE' AND wall_is_officer() AND OLD.person_id <> wall_me() AND NEW.person_id = OLD.person_id) THEN
        RETURN NEW;
    ELSIF NEW.person_id = wall_me() AND NEW.state = 'declared' AND NEW.level = 0 AND (TG_OP = 'INSERT' OR OLD.state IN ('declared', 'checked')) THEN
        RETURN NEW;
    ELSIF TG_OP = 'UPDATE' AND NEW.person_id = wall_me() AND OLD.person_id = wall_me() AND NEW.state = 'withdrawn'
          AND NEW.level = OLD.level THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'not theirs to change' USING ERRCODE = 'DR004';
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON people_credential FOR EACH ROW EXECUTE FUNCTION guard_credential();
