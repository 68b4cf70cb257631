-- The application role owns nothing; what it may touch it is given here, and tables made later inherit the grant.
GRANT USAGE ON SCHEMA public TO dayroom_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO dayroom_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO dayroom_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO dayroom_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO dayroom_app;
REVOKE UPDATE, DELETE ON audit_event FROM dayroom_app;
REVOKE ALL ON audit_link FROM dayroom_app;
REVOKE ALL ON django_migrations FROM dayroom_app;

-- The person a transaction speaks for; null for a stranger. A plain SQL function of one expression is inlined.
CREATE FUNCTION wall_me() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('app.person', true), '')::uuid;

-- True in migrations and named jobs: the login is the owner and has not stepped down.
CREATE FUNCTION wall_is_owner() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE current_setting('role') WHEN 'none' THEN session_user::text ELSE current_setting('role') END <> 'dayroom_app';

-- What the hash is taken over: every column, in one order, in UTC.
CREATE FUNCTION audit_digest(previous bytea, e audit_event) RETURNS bytea LANGUAGE sql STABLE
SET timezone TO 'UTC'
RETURN sha256(previous || convert_to(jsonb_build_array(e.id, e.at, e.actor_id, e.hat, e.verb, e.object_kind, e.object_id,
    e.room_id, e.subject_id, e.on_behalf_of_id, e.purpose, e.outcome, e.facts)::text, 'UTF8'));

-- Deferred to the end of the transaction: the lock on the chain is held only while it commits.
CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    last audit_link;
BEGIN
    PERFORM pg_advisory_xact_lock(4017);
    SELECT * INTO last FROM audit_link ORDER BY position DESC LIMIT 1;
    INSERT INTO audit_link (position, event_id, hash)
    VALUES (coalesce(last.position, 0) + 1, NEW.id, audit_digest(coalesce(last.hash, ''::bytea), NEW));
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER audit_chain AFTER INSERT ON audit_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_chain();
