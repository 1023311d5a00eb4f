-- due_groups --
-- Nights and sites of links due in :night or before, by hopping through the index from group to group.
WITH RECURSIVE groups (night, site) AS (
    SELECT * FROM (
        SELECT due_night, site FROM links WHERE due_night IS NOT NULL AND due_night <= :night
        ORDER BY due_night, site LIMIT 1
    )
    UNION ALL
    SELECT following.due_night, following.site
    FROM groups JOIN links AS following ON following.id = (
        SELECT id FROM links
        WHERE due_night IS NOT NULL AND due_night <= :night AND (due_night, site) > (groups.night, groups.site)
        ORDER BY due_night, site LIMIT 1
    )
)
SELECT night, site FROM groups

-- due_in_group --
-- Ids of one night's links of one site above :after_id, in order.
SELECT links.id FROM links
WHERE links.due_night = :group_night AND links.site = :group_site AND links.id > :after_id {where}
ORDER BY links.id LIMIT :limit

-- due_in_group_count --
SELECT count(*) AS links FROM links WHERE links.due_night = :group_night AND links.site = :group_site {where}

-- links_by_due_night --
SELECT due_night, count(*) AS links, sum(state = 'dead') AS dead FROM links
WHERE due_night IS NOT NULL AND watched = 1 GROUP BY due_night

-- links_above --
-- Ids of any links above :after_id, in order.
SELECT links.id FROM links WHERE links.id > :after_id {where} ORDER BY links.id LIMIT :limit

-- links_above_few --
-- The same where few are selected: they are looked up, then put in order (the plus keeps SQLite from walking by id).
SELECT links.id FROM links WHERE links.id > :after_id {where} ORDER BY +links.id LIMIT :limit

-- links_up_to --
-- How many are selected, counted no further than :limit.
SELECT count(*) AS links FROM (SELECT 1 FROM links WHERE 1 {where} LIMIT :limit)

-- links_count_by_site --
SELECT links.site, count(*) AS links FROM links WHERE 1 {where} GROUP BY links.site

-- links_due --
-- All that a visit needs to know of the links of a JSON list of ids.
SELECT
    links.id, links.url, links.canonical_url, links.site, links.host, links.state, links.reason, links.state_since,
    links.last_checked_at AS checked_at, links.failing_since, links.failures, links.sure_failures,
    links.last_failure_at, links.etag, links.last_modified, links.validators_url, links.body_sha256,
    links.fingerprint, checks.status, checks.final_url, checks.state AS check_state, checks.reason AS check_reason,
    checks.evidence AS check_evidence, checks.confidence AS check_confidence, checks.failure AS check_failure,
    checks.new_url AS check_new_url, checks.trail AS check_trail, checks.judged_by, snapshots.title,
    snapshots.extractor, texts.chars AS text_chars
FROM json_each(:ids) AS wanted
JOIN links ON links.id = wanted.value
LEFT JOIN checks ON checks.id = links.check_id
LEFT JOIN snapshots ON snapshots.id = links.snapshot_id
LEFT JOIN texts ON texts.id = snapshots.text_id
ORDER BY links.id

-- link_by_id --
SELECT id FROM links WHERE id = :id

-- link_mute --
UPDATE links SET muted_until = :until, muted_note = :note WHERE id = :id

-- links_by_state --
SELECT links.state, count(*) AS links FROM links WHERE 1 {where} GROUP BY links.state

-- links_by_drift --
SELECT links.drift, count(*) AS links FROM links WHERE 1 {where} GROUP BY links.drift
