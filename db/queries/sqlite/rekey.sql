-- rekey_version --
-- The version of the rules that made all canonical URLs; 0 in a new database.
PRAGMA user_version

-- rekey_done --
PRAGMA user_version = {version}

-- rekey_stale --
-- Links whose canonical URL other rules made than those of :version, by id.
SELECT id, url FROM links
WHERE canonical_version <> :version AND id > :after_id ORDER BY id LIMIT 500

-- rekey_set_aside --
-- Stale links give their names free, so that they may be dealt out in any order; no URL looks like this.
UPDATE links SET canonical_url = 'link:' || id WHERE canonical_version <> :version

-- rekey_name --
UPDATE links SET
    canonical_url = :canonical_url, canonical_version = :version, site = :site, host = :host
WHERE id = :id

-- rekey_citations --
-- What documents wrote for a link.
SELECT id, url FROM citations WHERE link_id = :link_id ORDER BY id

-- rekey_citation --
UPDATE citations SET link_id = :link_id WHERE id = :id

-- rekey_link --
SELECT * FROM links WHERE id = :id

-- rekey_move_citations --
UPDATE citations SET link_id = :into WHERE link_id = :id

-- rekey_same_snapshots --
-- Versions that both links have seen. The row of the higher id stays: an id once given must not be given again, since
-- words are indexed by it.
SELECT min(theirs.id, ours.id) AS id, max(theirs.id, ours.id) AS into_id
FROM snapshots AS theirs JOIN snapshots AS ours
    ON ours.link_id = :into AND ours.extractor = theirs.extractor AND ours.identity = theirs.identity
WHERE theirs.link_id = :id

-- rekey_join_snapshot --
UPDATE snapshots SET
    first_seen = min(snapshots.first_seen, other.first_seen), last_seen = max(snapshots.last_seen, other.last_seen),
    returns = snapshots.returns + other.returns, body_id = coalesce(snapshots.body_id, other.body_id)
FROM (SELECT * FROM snapshots WHERE id = :id) AS other
WHERE snapshots.id = :into_id

-- rekey_point_drifts --
-- What was compared with the one version was compared with the other.
UPDATE drifts SET snapshot_id = :into_id
WHERE snapshot_id = :id AND citation_id IN (SELECT id FROM citations WHERE link_id = :into)

-- rekey_point_link --
UPDATE links SET snapshot_id = :into_id WHERE id = :into AND snapshot_id = :id

-- rekey_drop_snapshot --
DELETE FROM snapshots WHERE id = :id

-- rekey_move_snapshots --
UPDATE snapshots SET link_id = :into WHERE link_id = :id

-- rekey_move_checks --
UPDATE checks SET link_id = :into WHERE link_id = :id

-- rekey_move_events --
UPDATE OR IGNORE events SET link_id = :into WHERE link_id = :id

-- rekey_drop_events --
DELETE FROM events WHERE link_id = :id

-- rekey_move_captures --
UPDATE OR IGNORE captures SET link_id = :into WHERE link_id = :id

-- rekey_drop_captures --
DELETE FROM captures WHERE link_id = :id

-- rekey_move_captures_asked --
UPDATE OR IGNORE captures_asked SET link_id = :into WHERE link_id = :id

-- rekey_drop_captures_asked --
DELETE FROM captures_asked WHERE link_id = :id

-- rekey_first_snapshot --
-- The oldest version of both is the first; the current one stays, if there is one.
UPDATE links SET
    first_snapshot_id = (SELECT id FROM snapshots WHERE link_id = :into ORDER BY first_seen, id LIMIT 1),
    snapshot_id = coalesce(
        snapshot_id, (SELECT id FROM snapshots WHERE link_id = :into ORDER BY last_seen DESC, id DESC LIMIT 1)
    )
WHERE id = :into

-- rekey_drop_link --
DELETE FROM links WHERE id = :id

-- rekey_at --
-- When drifts of merged links became what they are: as far as is known, by the last crawl.
SELECT coalesce(max(started_at), '0001-01-01T00:00:00Z') AS at FROM crawls
