-- view_link --
SELECT links.*, {title} AS title FROM links LEFT JOIN snapshots ON snapshots.id = links.snapshot_id WHERE links.id = :id

-- view_checks --
-- The latest checks of a link, newest first.
SELECT * FROM checks WHERE link_id = :id ORDER BY id DESC LIMIT :limit

-- view_versions --
-- The latest versions of a link, newest first; of those that were read by several extractors the last reading.
SELECT snapshots.*, texts.chars
FROM snapshots JOIN texts ON texts.id = snapshots.text_id
WHERE snapshots.link_id = :id AND snapshots.id = (
    SELECT max(id) FROM snapshots AS each
    WHERE each.link_id = snapshots.link_id AND each.first_seen = snapshots.first_seen
)
ORDER BY snapshots.first_seen DESC, snapshots.id DESC LIMIT :limit

-- view_events --
SELECT * FROM events WHERE link_id = :id ORDER BY at DESC, id DESC LIMIT :limit

-- view_citing --
-- Citations, of what {whose} says, with document and comparison.
SELECT
    citations.*, citations.id AS citation_id, links.canonical_url, documents.id AS document_id,
    documents.name AS document_name, documents.title AS document_title, documents.written_at,
    documents.written_at_source, documents.written_at_confidence, drifts.citation_id AS compared, drifts.baseline,
    drifts.drift, drifts.quote_kept, drifts.similarity, drifts.edits, drifts.sentences, drifts.note, drifts.copy, drifts.snapshot_id,
    drifts.since
FROM citations
JOIN documents ON documents.id = citations.document_id
JOIN links ON links.id = citations.link_id
LEFT JOIN drifts ON drifts.citation_id = citations.id
WHERE citations.removed_at IS NULL AND {whose}
ORDER BY documents.added_at IS NULL, documents.name, citations.position LIMIT :limit

-- view_citing_link --
citations.link_id = :id

-- view_citing_document --
citations.document_id = :id

-- view_changed_before --
SELECT max(id) AS id FROM links WHERE watched = 1 AND drift = :drift AND id < :id

-- view_changed_after --
SELECT min(id) AS id FROM links WHERE watched = 1 AND drift = :drift AND id > :id

-- view_version --
SELECT snapshots.*, texts.plain
FROM snapshots JOIN texts ON texts.id = snapshots.text_id
WHERE snapshots.id = :id

-- view_document --
SELECT documents.*, document_blocks.zstd AS blocks
FROM documents LEFT JOIN document_blocks ON document_blocks.document_id = documents.id
WHERE documents.id = :id

-- view_cited_links --
-- Links of a JSON list of ids with what the document page says of them.
SELECT
    links.*,
    (SELECT count(DISTINCT first_seen) FROM snapshots WHERE snapshots.link_id = links.id) AS versions
FROM json_each(:ids) AS wanted JOIN links ON links.id = wanted.value

-- view_documents --
-- Watched documents with what they cite and how much of it needs attention.
SELECT
    documents.*,
    (SELECT count(*) FROM citations WHERE document_id = documents.id AND removed_at IS NULL) AS citations,
    (
        SELECT count(*) FROM citations WHERE document_id = documents.id AND removed_at IS NULL AND quote <> ''
    ) AS quotes,
    (
        SELECT count(DISTINCT links.id) FROM citations
        JOIN links ON links.id = citations.link_id
        LEFT JOIN drifts ON drifts.citation_id = citations.id
        WHERE citations.document_id = documents.id AND citations.removed_at IS NULL
            AND (links.state IN ('dead', 'suspect', 'moved') OR drifts.drift IN ('edited', 'replaced'))
    ) AS attention
FROM documents
WHERE added_at IS NOT NULL AND name > :after
ORDER BY name LIMIT :limit

-- view_document_names --
SELECT id, name, title FROM documents WHERE added_at IS NOT NULL ORDER BY name LIMIT :limit
