-- Counts for the people who run the site: numbers only, no name, no word, no id of a room. For everybody else it answers nothing.
CREATE FUNCTION site_overview() RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT wall_is_officer() THEN
        RETURN NULL;
    END IF;
    RETURN jsonb_build_object(
        'officers', (SELECT count(*) FROM people_person WHERE officer AND state = 'active'),
        'people', (SELECT coalesce(jsonb_object_agg(state, n), '{}') FROM (
            SELECT state, count(*) AS n FROM people_person GROUP BY state) p),
        'rooms', (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'rooms', rooms, 'people', people, 'entries', entries)), '[]') FROM (
            SELECT r.kind, count(*) AS rooms, sum(r.people_count) AS people, sum(coalesce(e.n, 0)) AS entries
            FROM rooms_room r LEFT JOIN (
                SELECT room_id, count(*) AS n FROM rooms_entry WHERE id > uuidv7(interval '-7 days') GROUP BY room_id) e ON e.room_id = r.id
            WHERE r.state = 'open' GROUP BY r.kind ORDER BY r.kind) k),
        'jobs', (SELECT jsonb_build_object(
            'waiting', count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()),
            'failed', count(*) FILTER (WHERE status = 'failed')) FROM procrastinate_jobs),
        'database_bytes', pg_database_size(current_database()),
        'file_bytes', (SELECT coalesce(sum(size), 0) FROM files_file),
        'verified', (SELECT jsonb_build_object('at', at, 'outcome', outcome, 'lines', facts -> 'lines')
            FROM audit_event WHERE verb = 'audit.verify' ORDER BY id DESC LIMIT 1));
END $$;

-- From the address of a post to the name that would be opened: ids only, and only for officers.
CREATE FUNCTION seal_target(which uuid) RETURNS TABLE (room_id uuid, byline_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
SELECT e.room_id, e.byline_id FROM rooms_entry e JOIN rooms_byline b ON b.id = e.byline_id
WHERE e.id = which AND b.naming IN ('pen', 'sealed') AND wall_is_officer()
$$;
