-- link_visited --
-- What recording a visit needs to know of the link.
SELECT
    links.id, links.state, links.last_crawl_id, links.last_checked_at, links.previous_checked_at, links.check_id,
    links.first_snapshot_id, links.snapshot_id, links.etag, links.last_modified, links.validators_url,
    links.body_sha256, links.fingerprint, checks.state AS check_state, checks.reason AS check_reason,
    checks.status AS check_status, checks.error AS check_error,
    checks.canonical_final_url AS check_canonical_final_url, checks.count AS check_count,
    texts.chars AS text_chars, snapshots.extractor, snapshots.first_seen
FROM links
LEFT JOIN checks ON checks.id = links.check_id
LEFT JOIN snapshots ON snapshots.id = links.snapshot_id
LEFT JOIN texts ON texts.id = snapshots.text_id
WHERE links.id = :link_id

-- check_insert --
INSERT INTO checks (
    link_id, first_at, last_at, count, crawl_id, status, final_url, canonical_final_url, redirects, error,
    error_detail, state, reason, evidence, confidence, failure, new_url, trail, judged_by, headers, elapsed
) VALUES (
    :link_id, :at, :at, 1, :crawl_id, :status, :final_url, :canonical_final_url, :redirects, :error,
    :error_detail, :state, :reason, :evidence, :confidence, :failure, :new_url, :trail, :judged_by, :headers, :elapsed
)

-- check_again --
-- The same once more, or :counted 0 when this crawl counted it before.
UPDATE checks SET
    last_at = max(last_at, :at), count = count + :counted, crawl_id = :crawl_id, status = :status,
    final_url = :final_url, canonical_final_url = :canonical_final_url, redirects = :redirects, error = :error,
    error_detail = :error_detail, state = :state, reason = :reason, evidence = :evidence,
    confidence = :confidence, failure = :failure, new_url = :new_url, trail = :trail, judged_by = :judged_by,
    headers = :headers, elapsed = :elapsed
WHERE id = :check_id

-- check_taken_back --
-- This crawl had counted one more of these, and has now seen otherwise.
UPDATE checks SET count = count - 1, last_at = :previous_at WHERE id = :check_id

-- check_before --
-- The link's check before this one.
SELECT
    id AS check_id, state AS check_state, reason AS check_reason, status AS check_status, error AS check_error,
    canonical_final_url AS check_canonical_final_url
FROM checks WHERE link_id = :link_id AND id < :check_id ORDER BY id DESC LIMIT 1

-- check_drop --
DELETE FROM checks WHERE id = :check_id

-- link_check --
UPDATE links SET check_id = :check_id WHERE id = :link_id

-- link_seen --
-- The link after a visit; what was settled stays.
UPDATE links SET
    check_id = :check_id, first_snapshot_id = :first_snapshot_id, snapshot_id = :snapshot_id,
    last_checked_at = :at, previous_checked_at = :previous_checked_at, last_crawl_id = :crawl_id,
    state_before = CASE WHEN :again THEN state_before ELSE state END,
    settled_crawl_id = CASE WHEN :again THEN NULL ELSE settled_crawl_id END,
    etag = :etag, last_modified = :last_modified, validators_url = :validators_url, body_sha256 = :body_sha256,
    fingerprint = :fingerprint
WHERE id = :link_id

-- crawl_visited --
UPDATE crawls SET visited = visited + :visited, unchanged = unchanged + :unchanged WHERE id = :id

-- checks_of_link --
SELECT * FROM checks WHERE link_id = :link_id ORDER BY first_at, id
