-- snapshot_same --
-- The version of a link with this content, if it was ever seen.
SELECT id FROM snapshots WHERE link_id = :link_id AND extractor = :extractor AND identity = :identity

-- snapshot_seen --
-- Seen once more; :returned 1 when another version stood there in between.
UPDATE snapshots SET last_seen = max(last_seen, :at), returns = returns + :returned WHERE id = :id

-- snapshot_insert --
INSERT INTO snapshots (
    link_id, identity, extractor, text_id, body_id, first_seen, last_seen, title, author, published_at,
    published_at_source, published_at_confidence, modified_at, modified_at_source, modified_at_confidence, language
) VALUES (
    :link_id, :identity, :extractor, :text_id, :body_id, :since, :at, :title, :author, :published_at,
    :published_at_source, :published_at_confidence, :modified_at, :modified_at_source, :modified_at_confidence,
    :language
)

-- snapshot --
SELECT * FROM snapshots WHERE id = :id

-- snapshot_older --
-- Found to be what was seen before another extractor came.
UPDATE snapshots SET first_seen = min(first_seen, :first_seen) WHERE id = :id

-- text_insert --
INSERT INTO texts (sha256, chars, plain) VALUES (:sha256, :chars, :plain) ON CONFLICT (sha256) DO NOTHING

-- text_id --
SELECT id FROM texts WHERE sha256 = :sha256

-- text_drop_unused --
DELETE FROM texts
WHERE id = :id AND NOT EXISTS (SELECT 1 FROM snapshots WHERE text_id = :id)
    AND NOT EXISTS (SELECT 1 FROM captures WHERE text_id = :id)

-- body_insert --
INSERT INTO bodies (sha256, zstd) VALUES (:sha256, :zstd) ON CONFLICT (sha256) DO NOTHING

-- body_id --
SELECT id FROM bodies WHERE sha256 = :sha256

-- link_flapping --
-- A page that came back :turns times to versions it had left is flapping.
UPDATE links SET flapping = 1
WHERE id = :link_id AND flapping = 0 AND (SELECT sum(returns) FROM snapshots WHERE link_id = :link_id) >= :turns

-- snapshots_of_link --
SELECT
    snapshots.id, snapshots.link_id, snapshots.first_seen, snapshots.last_seen, snapshots.title,
    snapshots.extractor, texts.plain
FROM snapshots JOIN texts ON texts.id = snapshots.text_id
WHERE snapshots.link_id = :link_id
ORDER BY snapshots.first_seen, snapshots.id

-- snapshot_body --
SELECT bodies.zstd FROM snapshots JOIN bodies ON bodies.id = snapshots.body_id WHERE snapshots.id = :id
