CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Words as written, without accents; and word stems for the languages we know. What people type is rarely accented right.
CREATE TEXT SEARCH CONFIGURATION words_plain (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION words_plain ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
CREATE TEXT SEARCH CONFIGURATION words_en (COPY = english);
ALTER TEXT SEARCH CONFIGURATION words_en ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
CREATE TEXT SEARCH CONFIGURATION words_it (COPY = italian);
ALTER TEXT SEARCH CONFIGURATION words_it ALTER MAPPING FOR hword, hword_part, word WITH unaccent, italian_stem;
CREATE TEXT SEARCH CONFIGURATION words_de (COPY = german);
ALTER TEXT SEARCH CONFIGURATION words_de ALTER MAPPING FOR hword, hword_part, word WITH unaccent, german_stem;
CREATE TEXT SEARCH CONFIGURATION words_fr (COPY = french);
ALTER TEXT SEARCH CONFIGURATION words_fr ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
CREATE TEXT SEARCH CONFIGURATION words_es (COPY = spanish);
ALTER TEXT SEARCH CONFIGURATION words_es ALTER MAPPING FOR hword, hword_part, word WITH unaccent, spanish_stem;

CREATE FUNCTION words_of(language text) RETURNS regconfig LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE left(language, 2)
    WHEN 'en' THEN 'public.words_en'::regconfig WHEN 'it' THEN 'public.words_it'::regconfig WHEN 'de' THEN 'public.words_de'::regconfig
    WHEN 'fr' THEN 'public.words_fr'::regconfig WHEN 'es' THEN 'public.words_es'::regconfig ELSE 'public.words_plain'::regconfig END;

-- As written for readers of every language, stems for readers of the same one.
CREATE FUNCTION entry_words(language text, title text, body text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN setweight(to_tsvector('public.words_plain'::regconfig, title), 'A') || to_tsvector('public.words_plain'::regconfig, body)
    || CASE WHEN words_of(language) = 'public.words_plain'::regconfig THEN ''::tsvector
            ELSE to_tsvector(words_of(language), title || ' ' || body) END;

ALTER TABLE rooms_entry ADD COLUMN search tsvector GENERATED ALWAYS AS (entry_words(language, title, text)) STORED;
-- With the usual target the planner takes rare words for common ones, and walks the table instead of the index.
ALTER TABLE rooms_entry ALTER COLUMN search SET STATISTICS 1000;
-- Never together with the room: the planner then prefers it where it is a hundred times slower.
CREATE INDEX entry_search ON rooms_entry USING gin (search) WITH (gin_pending_list_limit = 512);
CREATE INDEX person_name ON people_person USING gin (name gin_trgm_ops);

-- A word that is its own stem is asked for once: twice, the planner takes it for twice as common.
CREATE FUNCTION search_words(words text, language text) RETURNS tsquery LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    written tsquery := websearch_to_tsquery('public.words_plain', words);
    stems tsquery := websearch_to_tsquery(words_of(language), words);
BEGIN
    RETURN CASE WHEN written = stems THEN written ELSE written || stems END;
END $$;

-- `@@` is not leakproof, so under a policy its index is not used. This function looks past the policy and therefore says the same room
-- set itself, from the same two views; the person comes from the setting, never from an argument. Planned anew for each question,
-- because only the words themselves tell whether the index or the newest entries are the shorter way.
CREATE FUNCTION search_entries(words text, language text, only_in uuid, before uuid, most integer, best boolean)
RETURNS TABLE (id uuid, room_id uuid, thread_id uuid, title varchar, body text, about varchar, written_in varchar, created_at timestamptz,
               room_kind varchar, room_title varchar, name varchar, naming varchar, line varchar, hat varchar, organisation varchar)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    asked tsquery := search_words(words, language);
    newest integer := CASE WHEN best THEN 1000 ELSE most END;
BEGIN
    IF numnode(asked) = 0 THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT h.id, h.room_id, h.thread_id,
           CASE WHEN h.title <> '' OR t.state <> 'published' OR t.id IS NULL THEN h.title ELSE t.title END,
           h.text, h.about, h.language, h.created_at, r.kind, r.title, b.name, b.naming, b.line, b.hat, b.organisation
    FROM (
        SELECT n.* FROM (
            SELECT e.* FROM rooms_entry e
            WHERE e.search @@ asked AND e.state = 'published' AND (before IS NULL OR e.id < before)
              AND (only_in IS NULL OR e.room_id = only_in)
              AND e.room_id IN (SELECT m.room_id FROM my_rooms m UNION ALL SELECT p.room_id FROM public_rooms p)
            ORDER BY e.id DESC LIMIT newest) n
        ORDER BY CASE WHEN best THEN ts_rank(n.search, asked) END DESC, n.id DESC LIMIT most) h
    JOIN rooms_room r ON r.id = h.room_id
    JOIN rooms_byline b ON b.id = h.byline_id
    LEFT JOIN rooms_entry t ON t.id = h.thread_id
    ORDER BY CASE WHEN best THEN ts_rank(h.search, asked) END DESC, h.id DESC;
END $$;
