-- view_links_groups --
-- Which groups of watched links there are, alike in state, drift, site and reason: from the first link of each over all
-- the others of its group to the next one. No time comes after '~'; a plus lets SQLite search by the whole of a group.
WITH RECURSIVE firsts (id) AS (
    SELECT min(id) FROM (
        SELECT id FROM links INDEXED BY links_by_since WHERE watched = 1 ORDER BY state, drift, site, reason LIMIT 1
    )
    UNION ALL
    SELECT (
        SELECT following.id FROM links AS following INDEXED BY links_by_since
        WHERE following.watched = 1
            AND (following.state, following.drift, following.site, following.reason, following.state_since)
            > (+links.state, +links.drift, +links.site, +links.reason, '~')
        ORDER BY following.state, following.drift, following.site, following.reason LIMIT 1
    )
    FROM firsts JOIN links ON links.id = firsts.id
)
SELECT links.state, links.drift, links.site, links.reason FROM firsts JOIN links ON links.id = firsts.id

-- view_links_page --
-- Links of a group, ids and what they are sorted by; {conditions} narrow.
SELECT links.id, {column} AS key FROM links INDEXED BY {index}
WHERE links.watched = 1 AND links.state = :state AND links.drift = :drift AND links.site = :site
    AND links.reason = :reason {conditions}
ORDER BY {sorted} LIMIT :limit

-- view_links_count --
-- How many links of a group, of no more than :most.
SELECT count(*) AS links FROM (
    SELECT 1 FROM links INDEXED BY links_by_since
    WHERE links.watched = 1 AND links.state = :state AND links.drift = :drift AND links.site = :site
        AND links.reason = :reason {conditions}
    LIMIT :most
)

-- view_links_among --
-- What links are sorted by, of a JSON list of ids, each looked up by its id: many are watched, few are wanted.
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

-- view_hosts_like --
SELECT host FROM host_counts WHERE {like}

-- view_hosts_like_count --
SELECT count(*) AS hosts, coalesce(sum(links), 0) AS links FROM host_counts WHERE {like}

-- view_host_among --
links.host IN (SELECT value FROM json_each(:hosts))

-- view_host_like --
-- One pattern of a host; as a parameter of its own, which takes a fraction of the time of a list.
{host} GLOB :{name}

-- view_host_is --
-- One host; likewise.
links.host = :{name}

-- view_links_on_hosts --
SELECT id FROM links WHERE host IN (SELECT value FROM json_each(:hosts)) LIMIT :most

-- view_next_site --
SELECT site FROM links INDEXED BY links_by_host WHERE host = :host AND site > :site ORDER BY site LIMIT 1

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
