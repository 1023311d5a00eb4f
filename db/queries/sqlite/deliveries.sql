-- receiver_enrol --
-- All that has happened so far is no news to a new receiver.
INSERT INTO receivers (name, told_through, turn_at)
VALUES (:name, (SELECT coalesce(max(id), 0) FROM events), :at)
ON CONFLICT (name) DO NOTHING

-- receivers_back --
-- Ids of events that were pruned are given again.
UPDATE receivers SET told_through = (SELECT coalesce(max(id), 0) FROM events)
WHERE told_through > (SELECT coalesce(max(id), 0) FROM events)

-- receiver --
SELECT * FROM receivers WHERE name = :name

-- receiver_told --
UPDATE receivers SET told_through = :through, turn_at = coalesce(:at, turn_at) WHERE name = :name

-- delivery_last --
SELECT * FROM deliveries WHERE receiver = :name ORDER BY id DESC LIMIT 1

-- delivery --
SELECT * FROM deliveries WHERE id = :id

-- deliveries_claimed --
SELECT * FROM deliveries WHERE state = 'claimed' ORDER BY id

-- delivery_claim --
INSERT INTO deliveries (
    receiver, after_event, through_event, news, message_id, state, attempts, claimed_at, holder
) VALUES (:name, :after, :through, :news, :message_id, 'claimed', 1, :at, :holder)

-- delivery_claim_again --
UPDATE deliveries SET
    through_event = :through, news = :news, message_id = :message_id, state = 'claimed', attempts = attempts + 1,
    claimed_at = :at, ended_at = NULL, holder = :holder
WHERE id = :id

-- delivery_ended --
UPDATE deliveries SET state = :state, detail = :detail, ended_at = :at WHERE id = :id

-- event_before --
SELECT coalesce(max(id), 0) AS id FROM events WHERE at < :at

-- happenings --
-- Events of settled crawls that somebody may want to be told.
SELECT events.*, links.url, links.site, links.host, links.muted_until
FROM events
JOIN crawls ON crawls.id = events.crawl_id
JOIN links ON links.id = events.link_id
WHERE events.id > :after AND crawls.settled_at IS NOT NULL
    AND events.kind IN (SELECT value FROM json_each(:kinds))
ORDER BY events.id

-- happenings_documents --
-- Watched documents that cite the links of a JSON list, and whether the page reads otherwise for them.
SELECT
    wanted.value AS link_id, documents.id, documents.name, documents.title,
    max(coalesce(drifts.drift IN ('edited', 'replaced'), 0)) AS changed
FROM json_each(:ids) AS wanted
JOIN citations ON citations.link_id = wanted.value AND citations.removed_at IS NULL
JOIN documents ON documents.id = citations.document_id
    AND documents.added_at IS NOT NULL AND documents.gone_at IS NULL
LEFT JOIN drifts ON drifts.citation_id = citations.id
GROUP BY wanted.value, documents.id
ORDER BY documents.name
