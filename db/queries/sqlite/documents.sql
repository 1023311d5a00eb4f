-- document --
-- One document by its name.
SELECT * FROM documents WHERE name = :name

-- document_renamed --
-- The watched document that had the same bytes and whose file is gone, if any.
SELECT * FROM documents
WHERE sha256 = :sha256 AND added_at IS NOT NULL AND gone_at IS NOT NULL
ORDER BY gone_at DESC, id DESC LIMIT 1

-- document_insert --
INSERT INTO documents (
    name, format, encoding, sha256, title, language, author, written_at, written_at_source, written_at_confidence,
    added_at, read_at, read_by
) VALUES (
    :name, :format, :encoding, :sha256, :title, :language, :author, :written_at, :written_at_source,
    :written_at_confidence, :added_at, :read_at, :read_by
)

-- document_update --
-- A document read again, perhaps under a new name; on watch it stays.
UPDATE documents SET
    name = :name, format = :format, encoding = :encoding, sha256 = :sha256, title = :title, language = :language,
    author = :author, written_at = :written_at, written_at_source = :written_at_source,
    written_at_confidence = :written_at_confidence, added_at = coalesce(added_at, :added_at), read_at = :read_at,
    read_by = :read_by, gone_at = NULL
WHERE id = :id

-- documents_count --
SELECT count(*) AS watched, count(gone_at) AS gone FROM documents WHERE added_at IS NOT NULL

-- documents_watched --
-- Documents on watch with how much they cite and how much of that needs attention.
SELECT
    documents.*,
    (SELECT count(*) FROM citations WHERE document_id = documents.id AND removed_at IS NULL) AS citations,
    (
        SELECT count(DISTINCT links.id) FROM citations
        JOIN links ON links.id = citations.link_id
        LEFT JOIN drifts ON drifts.citation_id = citations.id
        WHERE citations.document_id = documents.id AND citations.removed_at IS NULL
            AND (links.state IN ('dead', 'suspect', 'moved') OR drifts.drift IN ('edited', 'replaced'))
    ) AS attention
FROM documents
WHERE added_at IS NOT NULL
ORDER BY name

-- documents_as_read --
SELECT id, name, sha256, gone_at, read_by FROM documents WHERE added_at IS NOT NULL ORDER BY name

-- documents_unchanged --
UPDATE documents SET read_at = :at WHERE id IN (SELECT value FROM json_each(:ids))

-- document_unwatch --
UPDATE documents SET added_at = NULL WHERE name = :name AND added_at IS NOT NULL

-- document_gone --
UPDATE documents SET gone_at = :at WHERE name = :name AND gone_at IS NULL

-- document_links --
-- Links that a document cites, or once cited.
SELECT DISTINCT link_id FROM citations WHERE document_id = :document_id

-- citations_of_document --
-- All citations of a document, gone ones too, in its order.
SELECT * FROM citations WHERE document_id = :document_id ORDER BY position, id

-- citation_insert --
INSERT INTO citations (
    document_id, link_id, position, url, fragment, line, column_no, place, title, author, outlet,
    published_at, published_at_source, published_at_confidence, cited_at, cited_at_source, cited_at_confidence,
    quote, quote_inferred, added_at
) VALUES (
    :document_id, :link_id, :position, :url, :fragment, :line, :column_no, :place, :title, :author, :outlet,
    :published_at, :published_at_source, :published_at_confidence, :cited_at, :cited_at_source, :cited_at_confidence,
    :quote, :quote_inferred, :at
)

-- citation_update --
-- A citation found again, where the document has it now.
UPDATE citations SET
    link_id = :link_id, position = :position, fragment = :fragment, line = :line, column_no = :column_no,
    place = :place, title = :title, author = :author, outlet = :outlet, published_at = :published_at,
    published_at_source = :published_at_source, published_at_confidence = :published_at_confidence,
    cited_at = :cited_at, cited_at_source = :cited_at_source, cited_at_confidence = :cited_at_confidence,
    quote = :quote, quote_inferred = :quote_inferred, removed_at = NULL
WHERE id = :id

-- citation_remove --
UPDATE citations SET removed_at = :at WHERE id = :id

-- drift_stale --
-- The citation's quote, date or page changed: what was compared holds no more.
UPDATE drifts SET stale = 1 WHERE citation_id = :citation_id

-- link_insert --
-- A link for a canonical URL; nothing when there is one.
INSERT INTO links (canonical_url, canonical_version, url, site, host)
VALUES (:canonical_url, :canonical_version, :url, :site, :host)
ON CONFLICT (canonical_url) DO NOTHING

-- link_by_canonical_url --
SELECT id FROM links WHERE canonical_url = :canonical_url

-- links_rewatch --
-- Set anew, for the links of a JSON list of ids, whether a watched document cites them; newly watched ones are due
-- at once.
UPDATE links SET
    watched = truth.watched,
    due_night = CASE WHEN truth.watched = 1 THEN coalesce(links.due_night, '0001-01-01') END
FROM (
    SELECT
        value AS id,
        EXISTS (
            SELECT 1 FROM citations JOIN documents ON documents.id = citations.document_id
            WHERE citations.link_id = value AND citations.removed_at IS NULL
                AND documents.added_at IS NOT NULL AND documents.gone_at IS NULL
        ) AS watched
    FROM json_each(:ids)
) AS truth
WHERE links.id = truth.id AND links.watched <> truth.watched

-- document_blocks_save --
-- The document as it was read; what is there already stays untouched.
INSERT INTO document_blocks (document_id, zstd) VALUES (:id, :zstd)
ON CONFLICT (document_id) DO UPDATE SET zstd = excluded.zstd WHERE zstd <> excluded.zstd
