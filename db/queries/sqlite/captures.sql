-- captures_of_links --
-- Copies of the links of a JSON list of ids, oldest first; their texts only :with_text 1, as these are long.
SELECT
    captures.link_id, captures.archive, captures.taken_at, captures.address, captures.status,
    captures.alive, captures.extractor,
    CASE WHEN :with_text THEN texts.plain END AS plain
FROM json_each(:ids) AS wanted
JOIN captures ON captures.link_id = wanted.value
LEFT JOIN texts ON :with_text AND texts.id = captures.text_id
ORDER BY captures.link_id, captures.taken_at, captures.id

-- capture_known --
SELECT text_id FROM captures WHERE link_id = :link_id AND address = :address

-- capture_save --
-- A copy, or what is new of one that is known: a text once fetched is not lost by naming the copy again.
INSERT INTO captures (link_id, archive, taken_at, address, status, text_id, alive, body_id, extractor)
VALUES (:link_id, :archive, :taken_at, :address, :status, :text_id, :alive, :body_id, :extractor)
ON CONFLICT (link_id, address) DO UPDATE SET
    archive = excluded.archive, taken_at = excluded.taken_at, status = coalesce(excluded.status, status),
    text_id = coalesce(excluded.text_id, text_id), alive = coalesce(excluded.alive, alive),
    body_id = coalesce(excluded.body_id, body_id),
    extractor = CASE WHEN excluded.text_id IS NULL THEN extractor ELSE excluded.extractor END

-- capture_read_again --
UPDATE captures SET text_id = :text_id, extractor = :extractor WHERE link_id = :link_id AND address = :address

-- capture_body --
SELECT bodies.zstd FROM captures JOIN bodies ON bodies.id = captures.body_id
WHERE captures.link_id = :link_id AND captures.address = :address

-- captures_ask --
INSERT INTO captures_asked (link_id, archive, wanted, asked_at, failed)
VALUES (:link_id, :archive, :wanted, :at, :failed)
ON CONFLICT (link_id, archive, wanted) DO UPDATE SET asked_at = excluded.asked_at, failed = excluded.failed

-- captures_asked --
SELECT asked_at FROM captures_asked
WHERE link_id = :link_id AND archive = :archive AND wanted = :wanted AND failed = 0

-- captures_wanted --
-- Pages that a crawl visited and for which a copy of a certain day is worth asking for, the most urgent first: those
-- that are gone, changed, or have nothing else to be held against than our own first visit. A page of no known day is
-- wanted as of when it was last well. Left out is what was asked lately.
SELECT wanted.id, wanted.url, wanted.day
FROM (
    SELECT
        links.id, links.url,
        max(links.state IN ('dead', 'suspect', 'restricted')) AS gone, max(links.drift <> 'same') AS doubtful,
        substr(coalesce(
            citations.cited_at, documents.written_at, citations.published_at,
            CASE WHEN links.state IN ('dead', 'suspect') THEN coalesce(links.failing_since, links.state_since) END
        ), 1, 10) AS day
    FROM links
    JOIN citations ON citations.link_id = links.id AND citations.removed_at IS NULL
    JOIN documents ON documents.id = citations.document_id
    WHERE links.last_crawl_id = :crawl_id AND (
        links.state IN ('dead', 'suspect', 'restricted') OR links.drift IN ('edited', 'replaced')
        OR links.state IN ('alive', 'moved') AND coalesce(citations.quote, '') = ''
            AND coalesce(citations.cited_at, documents.written_at) IS NOT NULL
    )
    GROUP BY links.id, day
) AS wanted
WHERE wanted.day IS NOT NULL AND (
    NOT EXISTS (SELECT 1 FROM captures_asked AS asked WHERE asked.link_id = wanted.id AND asked.wanted = wanted.day)
    OR EXISTS (
        SELECT 1 FROM captures_asked AS asked
        WHERE asked.link_id = wanted.id AND asked.wanted = wanted.day
            AND asked.asked_at < CASE asked.failed WHEN 1 THEN :failed_before ELSE :answered_before END
    )
)
ORDER BY wanted.gone DESC, wanted.doubtful DESC, wanted.id, wanted.day LIMIT :limit

-- drifts_of_link_stale --
-- A link has another text to be held against: its citations are compared again.
UPDATE drifts SET stale = 1 WHERE citation_id IN (SELECT id FROM citations WHERE link_id = :link_id)
