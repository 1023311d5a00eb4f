-- drifts_pending --
-- Citations of links that a crawl visited whose page, quote or baseline changed since they were compared, link by link
-- after the citation :after_id. The first version is the first that the same extractor read; an older one of another
-- extractor comes beside it. A page that came back to its first version is held against that.
SELECT
    citations.*, citations.id AS citation_id, documents.written_at, documents.written_at_source,
    documents.written_at_confidence, links.canonical_url, links.snapshot_id, current.title AS current_title,
    current.extractor, current_text.plain AS current_text, first.first_seen, first.title AS first_title,
    first_text.plain AS first_text, older.id AS older_id, older.first_seen AS older_first_seen,
    older.last_seen AS older_last_seen, older.title AS older_title, older.extractor AS older_extractor,
    older_text.plain AS older_text, oldest.published_at AS page_published_at,
    oldest.published_at_source AS page_published_at_source,
    oldest.published_at_confidence AS page_published_at_confidence,
    drifts.citation_id AS compared, drifts.baseline, drifts.drift, drifts.quote_kept, drifts.similarity, drifts.edits,
    drifts.sentences, drifts.note, drifts.copy
FROM links
JOIN citations ON citations.link_id = links.id AND citations.removed_at IS NULL
JOIN documents ON documents.id = citations.document_id
LEFT JOIN drifts ON drifts.citation_id = citations.id
LEFT JOIN snapshots AS current ON current.id = links.snapshot_id
LEFT JOIN texts AS current_text ON current_text.id = current.text_id
LEFT JOIN snapshots AS first ON (first.id <> current.id OR current.returns > 0) AND first.id = (
    SELECT id FROM snapshots WHERE link_id = links.id AND extractor = current.extractor ORDER BY first_seen, id LIMIT 1
)
LEFT JOIN texts AS first_text ON first_text.id = first.text_id
LEFT JOIN snapshots AS older ON older.id = (
    SELECT id FROM snapshots
    WHERE link_id = links.id AND extractor <> current.extractor AND first_seen < (
        SELECT min(first_seen) FROM snapshots WHERE link_id = links.id AND extractor = current.extractor
    )
    ORDER BY first_seen, id LIMIT 1
)
LEFT JOIN texts AS older_text ON older_text.id = older.text_id
LEFT JOIN snapshots AS oldest ON oldest.id = coalesce(older.id, first.id)
WHERE links.last_crawl_id = :crawl_id
    AND links.id >= coalesce((SELECT link_id FROM citations WHERE id = :after_id), 0)
    AND (links.id, citations.id) > (coalesce((SELECT link_id FROM citations WHERE id = :after_id), 0), :after_id)
    AND (drifts.citation_id IS NULL OR drifts.stale = 1 OR drifts.snapshot_id IS NOT links.snapshot_id)
    AND (
        links.snapshot_id IS NOT NULL OR links.state IN ('alive', 'moved')
        OR EXISTS (SELECT 1 FROM captures WHERE captures.link_id = links.id AND captures.text_id IS NOT NULL)
    )
ORDER BY links.id, citations.id LIMIT :limit

-- drift_save --
INSERT INTO drifts (
    citation_id, baseline, snapshot_id, drift, quote_kept, similarity, edits, sentences, note, copy, since, stale
) VALUES (
    :citation_id, :baseline, :snapshot_id, :drift, :quote_kept, :similarity, :edits, :sentences, :note, :copy, :at, 0
)
ON CONFLICT (citation_id) DO UPDATE SET
    baseline = excluded.baseline, snapshot_id = excluded.snapshot_id, quote_kept = excluded.quote_kept,
    similarity = excluded.similarity, edits = excluded.edits, sentences = excluded.sentences, note = excluded.note,
    copy = excluded.copy, since = CASE WHEN drift = excluded.drift THEN since ELSE excluded.since END,
    drift = excluded.drift, stale = 0

-- link_drift --
SELECT
    links.drift, links.drift_since, links.flapping AND coalesce(snapshots.returns, 0) > 0 AS flapped
FROM links LEFT JOIN snapshots ON snapshots.id = links.snapshot_id
WHERE links.id = :link_id

-- link_drift_refresh --
-- The worst drift of a link's citations becomes its own, for the links of a JSON list of ids that have any compared.
UPDATE links SET
    drift = worst.drift,
    drift_since = CASE WHEN links.drift_since IS NULL OR links.drift <> worst.drift THEN :at ELSE links.drift_since END
FROM (
    SELECT
        citations.link_id AS id,
        CASE max(CASE drifts.drift WHEN 'replaced' THEN 3 WHEN 'edited' THEN 2 WHEN 'same' THEN 1 ELSE 0 END)
            WHEN 3 THEN 'replaced' WHEN 2 THEN 'edited' WHEN 1 THEN 'same' ELSE 'unjudged'
        END AS drift
    FROM json_each(:ids) AS wanted
    JOIN citations ON citations.link_id = wanted.value AND citations.removed_at IS NULL
    JOIN drifts ON drifts.citation_id = citations.id
    GROUP BY citations.link_id
) AS worst
WHERE links.id = worst.id AND (links.drift_since IS NULL OR links.drift <> worst.drift)
