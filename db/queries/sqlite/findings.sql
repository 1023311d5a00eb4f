-- findings_by_document --
-- Ids of the links selected, by citing document and line, once for each citation: documents are walked by name, so that
-- the first come at once.
SELECT links.id
FROM documents
CROSS JOIN citations ON citations.document_id = documents.id AND citations.removed_at IS NULL
CROSS JOIN links ON links.id = citations.link_id
WHERE {citing} {where}
ORDER BY documents.name, citations.position

-- findings_by_link --
-- The same in the same order, for selections of few among many links: links are looked up, then put in order.
SELECT links.id
FROM links
CROSS JOIN citations ON citations.link_id = links.id AND citations.removed_at IS NULL
CROSS JOIN documents ON documents.id = citations.document_id
WHERE {citing} {where}
ORDER BY documents.name, citations.position

-- findings_links --
-- Links of a JSON list of ids, as settled.
SELECT links.*, checks.status, checks.final_url
FROM json_each(:ids) AS wanted
JOIN links ON links.id = wanted.value
LEFT JOIN checks ON checks.id = links.check_id
ORDER BY wanted.key

-- findings_citations --
-- What documents say of the links of a JSON list of ids, with the comparison of each.
SELECT
    citations.*, documents.name AS document, links.canonical_url, drifts.citation_id AS compared, drifts.baseline,
    drifts.drift, drifts.quote_kept, drifts.similarity, drifts.edits, drifts.sentences, drifts.note, drifts.copy
FROM json_each(:ids) AS wanted
JOIN links ON links.id = wanted.value
JOIN citations ON citations.link_id = links.id AND citations.removed_at IS NULL
JOIN documents ON documents.id = citations.document_id
LEFT JOIN drifts ON drifts.citation_id = citations.id
WHERE {citing}
ORDER BY wanted.key, documents.name, citations.position

-- citing_watched --
documents.added_at IS NOT NULL AND documents.gone_at IS NULL

-- citing_named --
documents.name IN (SELECT value FROM json_each(:documents))
