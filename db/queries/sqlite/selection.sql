-- watched --
links.watched = 1

-- watched_by_key --
-- The same, but not to be looked up: the query walks in another order (the plus keeps SQLite from its index).
+links.watched = 1

-- urls --
links.canonical_url IN (SELECT value FROM json_each(:urls))

-- link_ids --
links.id IN (SELECT value FROM json_each(:link_ids))

-- sites --
links.site IN (SELECT value FROM json_each(:sites))

-- hosts --
-- Exact names by index.
links.host IN (SELECT value FROM json_each(:hosts))

-- host_patterns --
EXISTS (SELECT 1 FROM json_each(:host_patterns) WHERE links.host GLOB value)

-- states --
links.state IN (SELECT value FROM json_each(:states))

-- reasons --
links.reason IN (SELECT value FROM json_each(:reasons))

-- drifts --
links.drift IN (SELECT value FROM json_each(:drifts))

-- documents --
-- Links that the named documents cite now.
links.id IN (
    SELECT citations.link_id FROM documents JOIN citations ON citations.document_id = documents.id
    WHERE documents.name IN (SELECT value FROM json_each(:documents)) AND citations.removed_at IS NULL
)

-- text --
-- A piece of the address, or of what a document says of the page, or of the page's title.
(
    links.canonical_url LIKE :text ESCAPE '\'
    OR EXISTS (
        SELECT 1 FROM citations WHERE citations.link_id = links.id AND citations.removed_at IS NULL AND (
            citations.title LIKE :text ESCAPE '\' OR citations.outlet LIKE :text ESCAPE '\'
            OR citations.author LIKE :text ESCAPE '\' OR citations.quote LIKE :text ESCAPE '\'
            OR citations.url LIKE :text ESCAPE '\'
        )
    )
    OR EXISTS (
        SELECT 1 FROM snapshots WHERE snapshots.id = links.snapshot_id AND snapshots.title LIKE :text ESCAPE '\'
    )
)

-- checked_before --
(links.last_checked_at IS NULL OR links.last_checked_at < :checked_before)
