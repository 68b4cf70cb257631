-- An invented network of the asked size, made by sets. Numbers are skewed as in life: a few large rooms, many quiet ones.
-- %(entries)s, %(people)s and %(rooms)s are numbers; everything else follows from them and one seed.
SELECT setseed(0.4017);
ALTER TABLE rooms_room DISABLE TRIGGER USER;
ALTER TABLE rooms_membership DISABLE TRIGGER USER;
ALTER TABLE rooms_entry DISABLE TRIGGER USER;

CREATE TEMP TABLE word AS
SELECT n, (ARRAY['ba','ce','di','fo','gu','la','me','ni','po','ru','sa','te','vi','wo','zu'])[1 + n %% 15]
       || (ARRAY['ran','lem','tis','mon','dur','gal','pek','rin'])[1 + (n / 15) %% 8] || chr(97 + (n / 120) %% 26) || chr(97 + (n / 3120) %% 26) AS w
FROM generate_series(0, 4999) n;
CREATE UNIQUE INDEX ON word (n);

INSERT INTO people_person (email, name, password, about, findable, last_login)
SELECT 'p' || i || '@bench.invalid', initcap(a.w) || ' ' || initcap(b.w), '!', '', i %% 3 = 0, NULL
FROM generate_series(1, %(people)s) i JOIN word a ON a.n = (i * 7) %% 5000 JOIN word b ON b.n = (i * 13 + 5) %% 5000;
CREATE TEMP TABLE who AS SELECT substring(email FROM '^p([0-9]+)@')::int AS n, id FROM people_person WHERE email LIKE '%%@bench.invalid';
CREATE UNIQUE INDEX ON who (n);
INSERT INTO people_hat (person_id, kind, line) SELECT id, (ARRAY['patient','carer','clinician'])[1 + n %% 3], 'Invented' FROM who;

INSERT INTO rooms_room (kind, title, purpose, naming, sight, door, listing, reads_logged, versions_kept, created_at)
SELECT kind, 'Room ' || r.n || ' ' || initcap(w), 'Invented for measuring.',
       CASE kind WHEN 'community' THEN 'pen' WHEN 'professional' THEN 'sealed' ELSE 'real' END,
       CASE kind WHEN 'commons' THEN 'public' ELSE 'members' END, 'ask', 'everyone', false, kind = 'circle', now() - interval '2 years'
FROM (SELECT n, (ARRAY['community','community','community','community','community','community','professional','professional','circle','commons'])
             [1 + n %% 10] AS kind FROM generate_series(1, %(rooms)s) n) r JOIN word ON word.n = r.n %% 5000;
CREATE TEMP TABLE place AS SELECT row_number() OVER (ORDER BY title)::int AS n, id, naming FROM rooms_room WHERE purpose = 'Invented for measuring.';
CREATE UNIQUE INDEX ON place (n);

-- About sixty rooms each; the first three people are the readers with 5, 50 and 500 rooms.
CREATE TEMP TABLE seat AS
SELECT DISTINCT w.n AS person, 1 + floor(%(rooms)s * power(random(), 1.7))::int AS room
FROM who w, generate_series(1, 66) AS turn WHERE w.n > 3
UNION SELECT r.person, 1 + (s * %(rooms)s / r.many)::int FROM (VALUES (1, 5), (2, 50), (3, 500)) r (person, many), generate_series(0, 499) s
WHERE s < r.many AND s * %(rooms)s / r.many < %(rooms)s;
INSERT INTO rooms_membership (person_id, room_id, role, pen_name, since)
SELECT w.id, p.id, CASE WHEN row_number() OVER (PARTITION BY s.room ORDER BY s.person DESC) = 1 THEN 'host' ELSE 'member' END,
       CASE WHEN p.naming = 'pen' THEN 'Pen ' || s.person ELSE '' END, now() - interval '1 year'
FROM seat s JOIN who w ON w.n = s.person JOIN place p ON p.n = s.room;
UPDATE rooms_room r SET people_count = m.n
FROM (SELECT room_id, count(*) AS n FROM rooms_membership GROUP BY room_id) m WHERE m.room_id = r.id;

-- Up to fifty people write in each room; a sealed room gets as many names, one for each.
CREATE TEMP TABLE pen AS
SELECT s.room, row_number() OVER (PARTITION BY s.room ORDER BY hashint4(s.person))::int AS n, s.person, uuidv7() AS byline
FROM seat s;
DELETE FROM pen WHERE n > 50;
INSERT INTO rooms_byline (id, room_id, naming, person_id, name, hat, line, level)
SELECT pen.byline, p.id, p.naming, CASE WHEN p.naming = 'real' THEN w.id END,
       CASE p.naming WHEN 'real' THEN 'Invented Person' WHEN 'pen' THEN 'Pen ' || pen.person ELSE 'Alder ' || pen.n END, 'patient', 'Invented', 0
FROM pen JOIN place p ON p.n = pen.room JOIN who w ON w.n = pen.person;
INSERT INTO rooms_authorship (byline_id, room_id, person_id)
SELECT pen.byline, p.id, w.id FROM pen JOIN place p ON p.n = pen.room JOIN who w ON w.n = pen.person;
CREATE UNIQUE INDEX ON pen (room, n);
CREATE TEMP TABLE pens AS SELECT room, count(*)::int AS many FROM pen GROUP BY room;

-- One word of every text is common (a fifth of all), two are a pair in one of 2,000, one is rare (one of 50,000).
CREATE TEMP TABLE wording AS
SELECT n, string_agg(w, ' ') || CASE WHEN n %% 5 = 0 THEN ' commonword' ELSE '' END || CASE WHEN n %% 2000 = 7 THEN ' leftword rightword' ELSE '' END
       || CASE WHEN n %% 50000 = 11 THEN ' rareword' ELSE '' END AS t
FROM (SELECT i AS n, word.w FROM generate_series(1, %(entries)s) i CROSS JOIN generate_series(1, 24) k
      JOIN word ON word.n = (hashint4(i * 31 + k) & 2147483647) %% (1 + (hashint4(i + k * 77) & 2147483647) %% 5000)) y
GROUP BY n;

-- Ten entries a thread, in the order of time over two years; every tenth begins one.
CREATE TEMP TABLE said AS
SELECT n, (n - 1) / 10 AS thread, n %% 10 = 1 AS root, uuidv7(-interval '2 years' * (1 - n::float / %(entries)s)) AS id,
       now() - interval '2 years' * (1 - n::float / %(entries)s) AS at
FROM generate_series(1, %(entries)s) n;
CREATE TEMP TABLE start AS
SELECT thread, id, 1 + floor(%(rooms)s * power(random(), 1.5))::int AS room FROM said WHERE root;
CREATE UNIQUE INDEX ON start (thread);
INSERT INTO rooms_entry (id, room_id, kind, byline_id, parent_id, thread_id, language, title, text, html, created_at, newest_id, reply_count)
SELECT s.id, p.id, 'post', pen.byline, CASE WHEN NOT s.root THEN start.id END, CASE WHEN NOT s.root THEN start.id END, 'en',
       CASE WHEN s.root THEN left(wording.t, 60) ELSE '' END, wording.t, '<p dir="auto">' || wording.t || '</p>', s.at,
       CASE WHEN s.root THEN last.id END, CASE WHEN s.root THEN last.many - 1 ELSE 0 END
FROM said s JOIN start USING (thread) JOIN place p ON p.n = start.room JOIN pens ON pens.room = start.room
     JOIN pen ON pen.room = start.room AND pen.n = 1 + (hashint4(s.n) & 2147483647) %% pens.many
     JOIN wording ON wording.n = s.n
     JOIN (SELECT thread, (max(id::text))::uuid AS id, count(*)::int AS many FROM said GROUP BY thread) last ON last.thread = s.thread
ORDER BY s.id;

-- Readers have seen all but the newest of each room.
UPDATE rooms_membership m SET seen_up_to = e.id
FROM (SELECT room_id, (array_agg(id ORDER BY id DESC))[least(count(*), 6)] AS id FROM rooms_entry GROUP BY room_id) e
WHERE e.room_id = m.room_id;

-- The thread that is measured: the reader with fifty rooms reads fifty replies.
CREATE TEMP TABLE long AS
SELECT uuidv7() AS id, pl.id AS room_id, pl.n AS room FROM seat s JOIN place pl ON pl.n = s.room WHERE s.person = 2 AND pl.naming = 'pen' LIMIT 1;
INSERT INTO rooms_entry (id, room_id, kind, byline_id, language, title, text, html, reply_count)
SELECT l.id, l.room_id, 'post', pen.byline, 'en', 'The measured thread', t.t, '<p dir="auto">' || t.t || '</p>', 50
FROM long l JOIN pen ON pen.room = l.room AND pen.n = 1 JOIN wording t ON t.n = 1;
INSERT INTO rooms_entry (id, room_id, kind, byline_id, parent_id, thread_id, language, text, html)
SELECT uuidv7(), l.room_id, 'post', pen.byline, l.id, l.id, 'en', t.t, '<p dir="auto">' || t.t || '</p>'
FROM long l CROSS JOIN generate_series(1, 50) k JOIN pens ON pens.room = l.room
     JOIN pen ON pen.room = l.room AND pen.n = 1 + k %% pens.many JOIN wording t ON t.n = 10 + k;
UPDATE rooms_entry SET newest_id = (SELECT max(id::text)::uuid FROM rooms_entry r WHERE r.thread_id = rooms_entry.id)
WHERE id = (SELECT id FROM long);

SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE rooms_room ENABLE TRIGGER USER;
ALTER TABLE rooms_membership ENABLE TRIGGER USER;
ALTER TABLE rooms_entry ENABLE TRIGGER USER;
