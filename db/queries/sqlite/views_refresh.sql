-- refresh_versions --
-- Versions that are not in the index of words yet; ids only grow.
SELECT snapshots.id, snapshots.title, texts.plain
FROM snapshots JOIN texts ON texts.id = snapshots.text_id
WHERE snapshots.id > coalesce((SELECT max(rowid) FROM page_words), 0)
ORDER BY snapshots.id LIMIT :limit

-- refresh_version_words --
INSERT INTO page_words (rowid, title, text) VALUES (:id, :title, :text)

-- refresh_citations --
SELECT citations.id, citations.url, citations.title, citations.outlet, citations.author, citations.quote
FROM citations_to_index CROSS JOIN citations ON citations.id = citations_to_index.citation_id
ORDER BY citations.id LIMIT :limit

-- refresh_citation_forget --
DELETE FROM citation_words WHERE rowid = :id

-- refresh_citation_words --
INSERT INTO citation_words (rowid, words) VALUES (:id, :words)

-- refresh_citation_done --
DELETE FROM citations_to_index WHERE citation_id = :id

-- refresh_last_settled --
SELECT id, settled_at FROM crawls WHERE settled_at IS NOT NULL ORDER BY settled_at DESC, id DESC LIMIT 1

-- refresh_quotes --
-- Citations that quote, by drift. What a dead page said last is said no more, and what nobody could read is not known.
SELECT CASE WHEN links.state IN ('alive', 'moved') THEN drifts.drift ELSE 'unjudged' END AS drift, count(*) AS quotes
FROM drifts
JOIN citations ON citations.id = drifts.citation_id
JOIN links ON links.id = citations.link_id
JOIN documents ON documents.id = citations.document_id
WHERE drifts.baseline = 'quote' AND citations.removed_at IS NULL
    AND documents.added_at IS NOT NULL AND documents.gone_at IS NULL
GROUP BY 1

-- refresh_sites --
SELECT site, count(*) AS links FROM links WHERE watched = 1 GROUP BY site

-- refresh_rot_links --
-- Citations by site, by days from citing to the end of their page or to when it was last known to be well, and by
-- which of the two it was. A page never once seen well tells nothing, unless it is dead.
SELECT
    links.site,
    CAST(max(0, julianday(CASE links.state
        WHEN 'dead' THEN coalesce(links.failing_since, links.state_since)
        WHEN 'alive' THEN links.last_checked_at WHEN 'moved' THEN links.last_checked_at
        ELSE coalesce(links.failing_since, links.state_since)
    END) - {cited}) AS INTEGER) AS age,
    links.state = 'dead' AS ended,
    count(*) AS citations
FROM citations
JOIN documents ON documents.id = citations.document_id
JOIN links ON links.id = citations.link_id
WHERE citations.removed_at IS NULL AND {among}
    AND (links.state IN ('alive', 'moved', 'dead') OR links.first_snapshot_id IS NOT NULL)
    AND links.last_checked_at IS NOT NULL
GROUP BY 1, 2, 3

-- refresh_rot_quotes --
-- The same of quotes: one ends when the page no longer says it, or is dead.
SELECT
    links.site,
    CAST(max(0, julianday(CASE
        WHEN drifts.drift IN ('edited', 'replaced') THEN drifts.since
        WHEN links.state = 'dead' THEN coalesce(links.failing_since, links.state_since)
        WHEN links.state IN ('alive', 'moved') THEN links.last_checked_at
        ELSE coalesce(links.failing_since, links.state_since)
    END) - {cited}) AS INTEGER) AS age,
    drifts.drift IN ('edited', 'replaced') OR links.state = 'dead' AS ended,
    count(*) AS citations
FROM drifts
JOIN citations ON citations.id = drifts.citation_id
JOIN documents ON documents.id = citations.document_id
JOIN links ON links.id = citations.link_id
WHERE drifts.baseline = 'quote' AND drifts.drift <> 'unjudged' AND citations.removed_at IS NULL AND {among}
    AND links.last_checked_at IS NOT NULL
GROUP BY 1, 2, 3

-- refresh_cited --
-- The day of citing as a Julian day: what the document says, else the document's own day, else the page's, else when
-- the citation was first read. A year alone counts from its middle, a month from its 15th.
coalesce(
    julianday(substr(citations.cited_at || CASE length(citations.cited_at) WHEN 4 THEN '-07-01' WHEN 7 THEN '-15' ELSE '' END, 1, 10)),
    julianday(substr(documents.written_at || CASE length(documents.written_at) WHEN 4 THEN '-07-01' WHEN 7 THEN '-15' ELSE '' END, 1, 10)),
    julianday(substr(citations.published_at || CASE length(citations.published_at) WHEN 4 THEN '-07-01' WHEN 7 THEN '-15' ELSE '' END, 1, 10)),
    julianday(citations.added_at)
)

-- refresh_among_watched --
documents.added_at IS NOT NULL AND documents.gone_at IS NULL

-- refresh_among_document --
documents.id = :document_id

-- refresh_summary --
INSERT INTO summaries (name, content, made_at) VALUES (:name, :content, :at)
ON CONFLICT (name) DO UPDATE SET content = excluded.content, made_at = excluded.made_at
WHERE content <> excluded.content
