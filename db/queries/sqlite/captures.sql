-- captures_of_links --
-- Copies of the links of a JSON list of ids, oldest first; their texts only :with_text 1, as these are long.
SELECT
    captures.link_id, captures.archive, captures.taken_at, captures.address, captures.status,
    CASE WHEN :with_text THEN texts.plain END AS plain
FROM json_each(:ids) AS wanted
JOIN captures ON captures.link_id = wanted.value
LEFT JOIN texts ON :with_text AND texts.id = captures.text_id
ORDER BY captures.link_id, captures.taken_at, captures.id

-- capture_known --
SELECT taken_at, status, text_id FROM captures WHERE link_id = :link_id AND address = :address

-- capture_save --
-- A copy, or what is new of one that is known: a text once fetched is not lost by naming the copy again.
INSERT INTO captures (link_id, archive, taken_at, address, status, text_id)
VALUES (:link_id, :archive, :taken_at, :address, :status, :text_id)
ON CONFLICT (link_id, address) DO UPDATE SET
    archive = excluded.archive, taken_at = excluded.taken_at, status = coalesce(excluded.status, status),
    text_id = coalesce(excluded.text_id, text_id)

-- captures_ask --
INSERT INTO captures_asked (link_id, archive, wanted, asked_at) VALUES (:link_id, :archive, :wanted, :at)
ON CONFLICT (link_id, archive, wanted) DO UPDATE SET asked_at = excluded.asked_at

-- captures_asked --
SELECT asked_at FROM captures_asked WHERE link_id = :link_id AND archive = :archive AND wanted = :wanted

-- drifts_of_link_stale --
-- A link has another text to be held against: its citations are compared again.
UPDATE drifts SET stale = 1 WHERE citation_id IN (SELECT id FROM citations WHERE link_id = :link_id)
