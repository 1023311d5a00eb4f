-- view_documents_count --
SELECT count(*) AS documents FROM documents WHERE added_at IS NOT NULL AND gone_at IS NULL

-- view_states --
SELECT state, links FROM state_counts WHERE links > 0

-- view_summary --
SELECT content FROM summaries WHERE name = :name

-- view_news --
-- Events with their link's title and worst comparison; {which} narrows, {order} sorts.
SELECT
    events.*, links.canonical_url, links.host, links.site, links.state, links.drift AS link_drift, {title} AS title,
    drifts.citation_id AS compared, drifts.baseline, drifts.drift, drifts.quote_kept, drifts.similarity, drifts.edits,
    drifts.sentences, drifts.note, drifts.copy
FROM (SELECT events.id AS event_id FROM events WHERE {which} ORDER BY {order} LIMIT :limit) AS chosen
JOIN events ON events.id = chosen.event_id
JOIN links ON links.id = events.link_id
LEFT JOIN snapshots ON snapshots.id = links.snapshot_id
LEFT JOIN drifts ON drifts.citation_id = (
    SELECT own.citation_id FROM citations JOIN drifts AS own ON own.citation_id = citations.id
    WHERE citations.link_id = events.link_id AND citations.removed_at IS NULL
    ORDER BY CASE own.drift WHEN 'replaced' THEN 0 WHEN 'edited' THEN 1 ELSE 2 END,
        coalesce(own.quote_kept, own.similarity)
    LIMIT 1
)
ORDER BY {order}

-- view_news_counts --
SELECT kind, count(*) AS events FROM events WHERE {which} GROUP BY kind

-- view_of_crawl --
events.crawl_id = :crawl_id

-- view_since --
events.at >= :since

-- view_in_document --
events.link_id IN (SELECT link_id FROM citations WHERE document_id = :document_id AND removed_at IS NULL)

-- view_at_site --
events.link_id IN (SELECT id FROM links WHERE site = :site)

-- view_heard --
events.link_id NOT IN (SELECT id FROM links WHERE muted_until >= :heard_on)

-- view_gravest --
CASE events.kind
    WHEN 'replaced' THEN 0 WHEN 'edited' THEN 1 WHEN 'died' THEN 2 WHEN 'moved' THEN 3 WHEN 'came-back' THEN 4 ELSE 5
END, events.id

-- view_newest --
events.at DESC, events.id DESC

-- view_title --
-- What a link is called: by its page, else by the first document that names it.
coalesce(
    nullif(snapshots.title, ''),
    (
        SELECT citations.title FROM citations
        WHERE citations.link_id = links.id AND citations.title <> '' ORDER BY citations.id LIMIT 1
    ),
    ''
)

-- view_citing_documents --
-- At most three documents, watched ones first, for each link of a JSON list of ids; and how many there are.
SELECT link_id, id, name, title, documents FROM (
    SELECT
        wanted.value AS link_id, documents.id, documents.name, documents.title,
        row_number() OVER (PARTITION BY wanted.value ORDER BY documents.added_at IS NULL, documents.name) AS place,
        count(*) OVER (PARTITION BY wanted.value) AS documents
    FROM json_each(:ids) AS wanted
    JOIN documents ON documents.id IN (
        SELECT document_id FROM citations WHERE citations.link_id = wanted.value AND removed_at IS NULL
    )
)
WHERE place <= 3
ORDER BY link_id, place

-- view_crawls --
SELECT * FROM crawls ORDER BY id DESC LIMIT :limit

-- view_hosts --
-- Hosts with most broken links.
SELECT host, links, broken FROM host_counts INDEXED BY host_counts_broken
WHERE broken > 0 ORDER BY broken DESC, host LIMIT :limit

-- view_host --
SELECT coalesce(max(vetoed), '') AS finding, min(failing_since) AS since FROM links INDEXED BY links_broken
WHERE host = :host AND watched = 1 AND state IN ('dead', 'suspect')
