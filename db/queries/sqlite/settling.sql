-- settling_pending --
-- Visits of a crawl that are not settled; the past as it was before that crawl.
SELECT
    links.id, links.url, links.canonical_url, links.host, links.state, links.reason, links.state_since,
    links.previous_checked_at AS checked_at, links.failing_since, links.failures, links.sure_failures,
    links.last_failure_at, links.etag, links.last_modified, links.validators_url, links.body_sha256,
    links.fingerprint, now.state AS now_state, now.reason AS now_reason, now.evidence AS now_evidence,
    now.confidence AS now_confidence, now.failure AS now_failure, now.new_url AS now_new_url, now.trail AS now_trail,
    before.status, before.final_url, before.state AS check_state, before.reason AS check_reason,
    before.evidence AS check_evidence, before.confidence AS check_confidence, before.failure AS check_failure,
    before.new_url AS check_new_url, before.trail AS check_trail, before.judged_by, snapshots.title,
    snapshots.extractor, texts.chars AS text_chars,
    (SELECT min(first_seen) FROM snapshots WHERE link_id = links.id) AS seen_since,
    (
        SELECT max(each.last_seen) FROM snapshots AS each
        WHERE each.link_id = links.id AND each.first_seen <> snapshots.first_seen
    ) AS changed_at,
    coalesce(
        (SELECT count(DISTINCT first_seen) - 1 + sum(returns) FROM snapshots WHERE link_id = links.id), 0
    ) AS changes
FROM links
JOIN checks AS now ON now.id = links.check_id
LEFT JOIN checks AS before ON before.id = CASE
    WHEN now.count > 1 THEN now.id
    ELSE (SELECT max(id) FROM checks WHERE link_id = links.id AND id < now.id)
END
LEFT JOIN snapshots ON snapshots.id = links.snapshot_id
LEFT JOIN texts ON texts.id = snapshots.text_id
WHERE links.last_crawl_id = :crawl_id AND links.settled_crawl_id IS NOT :crawl_id AND links.id > :after_id
ORDER BY links.id LIMIT :limit

-- settling_hosts --
-- Hosts on which a visit of this crawl failed: links that were living before it, and those of them that failed.
SELECT
    links.host,
    sum(links.state_before IN ('alive', 'moved', 'restricted')) AS was_living,
    sum(links.state_before IN ('alive', 'moved', 'restricted') AND checks.failure IS NOT NULL) AS turned
FROM links JOIN checks ON checks.id = links.check_id
WHERE links.last_crawl_id = :crawl_id
GROUP BY links.host
HAVING count(checks.failure) > 0

-- settling_bodies --
-- Fingerprints with which more than one link of a host answered in this crawl.
SELECT host, fingerprint, count(*) AS links
FROM links
WHERE last_crawl_id = :crawl_id AND fingerprint <> ''
GROUP BY host, fingerprint
HAVING count(*) > 1
ORDER BY host, links DESC, fingerprint

-- link_settle --
-- The verdict after the night; nothing when this crawl's visit of the link is settled already, or there is none.
UPDATE links SET
    state = :state, reason = :reason, evidence = :evidence, confidence = :confidence, failure = :failure,
    new_url = :new_url, trail = :trail, vetoed = :vetoed, state_since = :state_since,
    failing_since = :failing_since, failures = :failures, sure_failures = :sure_failures,
    last_failure_at = :last_failure_at, settled_crawl_id = :crawl_id,
    due_night = CASE WHEN watched = 1 THEN :due_night END
WHERE id = :link_id AND last_crawl_id = :crawl_id AND settled_crawl_id IS NOT :crawl_id
