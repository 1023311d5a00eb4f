-- view_links_page --
-- A block of links, ids and what they are sorted by; {conditions} narrow. A constant in {sorted} would have them sorted.
SELECT links.id, {column} AS key FROM links INDEXED BY {index}
WHERE links.watched = 1 {conditions}
ORDER BY {sorted} LIMIT :limit

-- view_links_few --
-- What links are sorted by, of no more than :most.
SELECT links.id, links.state, links.drift, links.state_since, links.last_checked_at, {address} AS address
FROM links INDEXED BY links_by_facets
WHERE links.watched = 1 {conditions} LIMIT :most

-- view_links_among --
-- The same of links of a JSON list of ids, each looked up by its id: many are watched, few are wanted.
SELECT links.id, links.state, links.drift, links.state_since, links.last_checked_at, {address} AS address
FROM json_each(:ids) AS wanted CROSS JOIN links NOT INDEXED ON links.id = wanted.value
WHERE links.watched = 1 {conditions}

-- view_links_found --
-- Links of which the current version or a citation has the words; of more than :most of either, the newest.
SELECT links.id
FROM (SELECT rowid AS version_id FROM page_words WHERE page_words MATCH :words ORDER BY rowid DESC LIMIT :most)
JOIN snapshots ON snapshots.id = version_id
JOIN links ON links.id = snapshots.link_id AND links.snapshot_id = version_id
UNION
SELECT citations.link_id
FROM (SELECT rowid AS citation_id FROM citation_words WHERE citation_words MATCH :words ORDER BY rowid DESC LIMIT :most)
JOIN citations ON citations.id = citation_id AND citations.removed_at IS NULL

-- view_links_on_hosts --
SELECT id FROM links WHERE host IN (SELECT value FROM json_each(:hosts)) LIMIT :most

-- view_links_in_documents --
SELECT DISTINCT citations.link_id AS id
FROM documents JOIN citations ON citations.document_id = documents.id
WHERE documents.name IN (SELECT value FROM json_each(:documents)) AND citations.removed_at IS NULL

-- view_link_rows --
-- Lines of the table for a JSON list of ids, in its order.
SELECT
    links.id, links.canonical_url, links.site, links.host, links.state, links.reason, links.drift, links.state_since,
    links.last_checked_at, links.muted_until, {title} AS title,
    json_array_length(drifts.sentences) AS sentences,
    (SELECT count(*) FROM json_each(drifts.sentences) AS each WHERE json_extract(each.value, '$[2]') = 'kept') AS kept
FROM json_each(:ids) AS wanted
JOIN links ON links.id = wanted.value
LEFT JOIN snapshots ON snapshots.id = links.snapshot_id
LEFT JOIN drifts ON drifts.citation_id = (
    SELECT drifts.citation_id FROM citations JOIN drifts ON drifts.citation_id = citations.id
    WHERE citations.link_id = links.id AND citations.removed_at IS NULL AND drifts.baseline = 'quote'
    ORDER BY drifts.quote_kept LIMIT 1
)
ORDER BY wanted.key
