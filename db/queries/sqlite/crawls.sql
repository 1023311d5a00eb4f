-- crawl --
SELECT * FROM crawls WHERE id = :id

-- crawls_held --
-- Crawls that run, or are being settled; or were, when their process died.
SELECT id, kind, started_at, outcome, holder, heartbeat_at FROM crawls WHERE settled_at IS NULL ORDER BY id

-- crawl_begin --
INSERT INTO crawls (kind, night, started_at, outcome, holder, heartbeat_at)
VALUES (:kind, :night, :at, 'running', :holder, :at)

-- links_from_the_future --
-- Links that were visited when the clock was ahead.
UPDATE links SET due_night = :night WHERE watched = 1 AND last_checked_at > :at AND due_night > :night

-- crawl_heartbeat --
UPDATE crawls SET heartbeat_at = :at WHERE id = :id

-- crawl_take_over --
UPDATE crawls SET holder = :holder WHERE id = :id

-- crawl_end --
UPDATE crawls SET ended_at = :at, outcome = :outcome, bytes = :bytes WHERE id = :id

-- crawls_unsettled --
SELECT * FROM crawls WHERE settled_at IS NULL ORDER BY id

-- crawl_states --
-- Links that a crawl visited, by settled state.
SELECT state, count(*) AS links FROM links WHERE last_crawl_id = :id GROUP BY state

-- crawl_events --
SELECT kind, count(*) AS events FROM events WHERE crawl_id = :id GROUP BY kind

-- crawl_first_visits --
SELECT count(*) AS links FROM links WHERE last_crawl_id = :id AND previous_checked_at IS NULL

-- crawl_errors --
-- Hosts of links that brought no answer to a crawl; those with most first.
SELECT links.host, count(*) AS links
FROM links JOIN checks ON checks.id = links.check_id
WHERE links.last_crawl_id = :id AND checks.error IS NOT NULL AND checks.error <> 'not-in-replay'
GROUP BY links.host ORDER BY count(*) DESC, links.host

-- crawl_settled --
UPDATE crawls SET
    settled_at = :at, states = :states, events = :events, first_visits = :first_visits, unanswered = :unanswered,
    errors = :errors
WHERE id = :id

-- crawl_before --
SELECT * FROM crawls
WHERE id < :id AND settled_at IS NOT NULL AND kind = (SELECT kind FROM crawls WHERE id = :id)
ORDER BY id DESC LIMIT 1

-- crawl_last --
SELECT * FROM crawls WHERE :kind IS NULL OR kind = :kind ORDER BY id DESC LIMIT 1

-- crawl_last_good --
SELECT * FROM crawls WHERE kind = 'crawl' AND outcome = 'done' AND settled_at IS NOT NULL ORDER BY id DESC LIMIT 1

-- events_of_crawl --
-- Events of a crawl with the watched documents that cite the link.
SELECT
    events.*, links.canonical_url,
    (
        SELECT json_group_array(name) FROM (
            SELECT DISTINCT documents.name FROM citations JOIN documents ON documents.id = citations.document_id
            WHERE citations.link_id = links.id AND citations.removed_at IS NULL
                AND documents.added_at IS NOT NULL AND documents.gone_at IS NULL
            ORDER BY documents.name
        )
    ) AS documents
FROM events JOIN links ON links.id = events.link_id
WHERE events.crawl_id = :crawl_id
ORDER BY events.kind, links.canonical_url

-- event_insert --
-- An event; told once however often a crawl is settled.
INSERT INTO events (link_id, crawl_id, at, kind, before, after, evidence)
VALUES (:link_id, :crawl_id, :at, :kind, :before, :after, :evidence)
ON CONFLICT (link_id, crawl_id, kind) DO NOTHING
