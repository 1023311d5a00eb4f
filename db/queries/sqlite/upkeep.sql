-- upkeep_integrity --
PRAGMA integrity_check(20)

-- upkeep_references --
PRAGMA foreign_key_check

-- upkeep_wrong_watched --
-- Links whose mark of being watched is not the truth.
SELECT count(*) AS found FROM links WHERE watched <> EXISTS (
    SELECT 1 FROM citations JOIN documents ON documents.id = citations.document_id
    WHERE citations.link_id = links.id AND citations.removed_at IS NULL
        AND documents.added_at IS NOT NULL AND documents.gone_at IS NULL
)

-- upkeep_never_due --
-- Watched links that no night will visit.
SELECT count(*) AS found FROM links WHERE watched = 1 AND due_night IS NULL

-- upkeep_foreign_check --
-- Links whose last check is another link's.
SELECT count(*) AS found FROM links JOIN checks ON checks.id = links.check_id WHERE checks.link_id <> links.id

-- upkeep_foreign_version --
-- Links whose current or first version is another link's.
SELECT count(*) AS found FROM links JOIN snapshots ON snapshots.id IN (links.snapshot_id, links.first_snapshot_id)
WHERE snapshots.link_id <> links.id

-- upkeep_lost_version --
-- Links with versions but no current or no first one.
SELECT count(*) AS found FROM links
WHERE (snapshot_id IS NULL OR first_snapshot_id IS NULL)
    AND EXISTS (SELECT 1 FROM snapshots WHERE snapshots.link_id = links.id)

-- upkeep_size --
SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size

-- upkeep_checkpoint --
PRAGMA wal_checkpoint(TRUNCATE)

-- upkeep_vacuum --
VACUUM

-- upkeep_copy --
VACUUM INTO :file

-- upkeep_forget --
-- Forget what an earlier prune of this connection chose.
DROP TABLE IF EXISTS temp.{table}

-- upkeep_old_documents --
-- Documents on no watch that were not read since.
CREATE TEMP TABLE old_documents AS
SELECT id FROM documents WHERE added_at IS NULL AND read_at < :before

-- upkeep_old_links --
-- Links that only those cite, or cited, and that were not visited since; that of the youngest version stays, see below.
CREATE TEMP TABLE old_links AS
SELECT id FROM links
WHERE coalesce(last_checked_at, '') < :before
    AND NOT EXISTS (
        SELECT 1 FROM citations
        WHERE link_id = links.id AND document_id NOT IN (SELECT id FROM old_documents)
    )
    AND id NOT IN (SELECT link_id FROM snapshots ORDER BY id DESC LIMIT 1)

-- upkeep_old_snapshots --
-- Their versions, and of other links those not seen since that are no first of their extractor, no current one, and not
-- what a citation was compared with. The highest id stays: it must not be given again.
CREATE TEMP TABLE old_snapshots AS
SELECT snapshots.id, snapshots.text_id, snapshots.body_id
FROM snapshots JOIN links ON links.id = snapshots.link_id
WHERE snapshots.id <> (SELECT max(id) FROM snapshots) AND (
    links.id IN (SELECT id FROM old_links)
    OR snapshots.last_seen < :before
    AND snapshots.id NOT IN (links.first_snapshot_id, links.snapshot_id)
    AND snapshots.id <> (
        SELECT id FROM snapshots AS each
        WHERE each.link_id = snapshots.link_id AND each.extractor = snapshots.extractor
        ORDER BY first_seen, id LIMIT 1
    )
    AND NOT EXISTS (
        SELECT 1 FROM citations JOIN drifts ON drifts.citation_id = citations.id
        WHERE citations.link_id = links.id AND drifts.snapshot_id = snapshots.id
    )
)

-- upkeep_old_checks --
-- Their checks, and of other links those not seen since that are not the last.
CREATE TEMP TABLE old_checks AS
SELECT checks.id
FROM checks JOIN links ON links.id = checks.link_id
WHERE links.id IN (SELECT id FROM old_links) OR (checks.last_at < :before AND checks.id <> links.check_id)

-- upkeep_old_texts --
-- Texts of the versions and copies that go and of no other.
CREATE TEMP TABLE old_texts AS
SELECT text_id AS id FROM (
    SELECT text_id FROM old_snapshots
    UNION
    SELECT text_id FROM captures WHERE text_id IS NOT NULL AND link_id IN (SELECT id FROM old_links)
) AS candidates
WHERE NOT EXISTS (
    SELECT 1 FROM snapshots
    WHERE text_id = candidates.text_id AND id NOT IN (SELECT id FROM old_snapshots)
) AND NOT EXISTS (
    SELECT 1 FROM captures
    WHERE text_id = candidates.text_id AND link_id NOT IN (SELECT id FROM old_links)
)

-- upkeep_old_bodies --
-- What the versions and copies that go were read from, and no other.
CREATE TEMP TABLE old_bodies AS
SELECT body_id AS id FROM (
    SELECT body_id FROM old_snapshots WHERE body_id IS NOT NULL
    UNION
    SELECT body_id FROM captures WHERE body_id IS NOT NULL AND link_id IN (SELECT id FROM old_links)
) AS candidates
WHERE NOT EXISTS (
    SELECT 1 FROM snapshots
    WHERE body_id = candidates.body_id AND id NOT IN (SELECT id FROM old_snapshots)
) AND NOT EXISTS (
    SELECT 1 FROM captures
    WHERE body_id = candidates.body_id AND link_id NOT IN (SELECT id FROM old_links)
)

-- upkeep_freed --
-- What would go; the bytes of texts and bodies, which are nearly all of it.
SELECT
    (SELECT count(*) FROM old_documents) AS documents,
    (SELECT count(*) FROM old_links) AS links,
    (SELECT count(*) FROM old_snapshots) AS versions,
    (SELECT count(*) FROM old_checks) AS checks,
    (SELECT coalesce(sum(length(CAST(plain AS BLOB))), 0) FROM texts WHERE id IN (SELECT id FROM old_texts))
    + (SELECT coalesce(sum(length(zstd)), 0) FROM bodies WHERE id IN (SELECT id FROM old_bodies)) AS bytes

-- upkeep_drop_drifts --
DELETE FROM drifts WHERE citation_id IN (
    SELECT id FROM citations WHERE document_id IN (SELECT id FROM old_documents)
)

-- upkeep_drop_words --
DELETE FROM citation_words WHERE rowid IN (
    SELECT id FROM citations WHERE document_id IN (SELECT id FROM old_documents)
)

-- upkeep_drop_words_to_come --
DELETE FROM citations_to_index WHERE citation_id IN (
    SELECT id FROM citations WHERE document_id IN (SELECT id FROM old_documents)
)

-- upkeep_drop_citations --
DELETE FROM citations WHERE document_id IN (SELECT id FROM old_documents)

-- upkeep_drop_blocks --
DELETE FROM document_blocks WHERE document_id IN (SELECT id FROM old_documents)

-- upkeep_drop_documents --
DELETE FROM documents WHERE id IN (SELECT id FROM old_documents)

-- upkeep_drop_captures --
DELETE FROM captures WHERE link_id IN (SELECT id FROM old_links)

-- upkeep_drop_captures_asked --
DELETE FROM captures_asked WHERE link_id IN (SELECT id FROM old_links)

-- upkeep_drop_events --
DELETE FROM events WHERE link_id IN (SELECT id FROM old_links)

-- upkeep_drop_links --
DELETE FROM links WHERE id IN (SELECT id FROM old_links)

-- upkeep_drop_checks --
DELETE FROM checks WHERE id IN (SELECT id FROM old_checks)

-- upkeep_drop_snapshots --
DELETE FROM snapshots WHERE id IN (SELECT id FROM old_snapshots)

-- upkeep_drop_texts --
DELETE FROM texts WHERE id IN (SELECT id FROM old_texts)

-- upkeep_drop_bodies --
DELETE FROM bodies WHERE id IN (SELECT id FROM old_bodies)

-- upkeep_links_left --
-- Links that the documents to go cite and others, too.
SELECT DISTINCT link_id FROM citations
WHERE document_id IN (SELECT id FROM old_documents) AND link_id NOT IN (SELECT id FROM old_links)
