-- Made from db/migrations by: python -m db.migrations.schema
-- To change the schema add a migration; this file is for reading.

CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    format TEXT NOT NULL,
    encoding TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    title TEXT,
    language TEXT,
    author TEXT,
    written_at TEXT,
    written_at_source TEXT,
    written_at_confidence TEXT,
    added_at TEXT, -- put on watch; NULL: only checked
    read_at TEXT NOT NULL,
    gone_at TEXT
, read_by TEXT NOT NULL DEFAULT '') STRICT;

CREATE INDEX documents_by_sha256 ON documents (sha256);

CREATE TABLE crawls (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('crawl', 'check')),
    night TEXT NOT NULL, -- local date of its evening
    started_at TEXT NOT NULL,
    ended_at TEXT,
    settled_at TEXT,
    outcome TEXT NOT NULL CHECK (outcome IN ('running', 'done', 'interrupted', 'offline', 'lost')),
    visited INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    states TEXT NOT NULL DEFAULT '{}', -- links visited, by settled state
    events TEXT NOT NULL DEFAULT '{}', -- by kind
    holder TEXT NOT NULL, -- process of the lease: host, pid, when the process began
    heartbeat_at TEXT NOT NULL
, first_visits INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0, unanswered INTEGER NOT NULL DEFAULT 0, errors TEXT NOT NULL DEFAULT '{}') STRICT;

CREATE TABLE links (
    id INTEGER PRIMARY KEY,
    canonical_url TEXT NOT NULL UNIQUE,
    canonical_version INTEGER NOT NULL, -- of the rules that made canonical_url
    url TEXT NOT NULL, -- what is requested
    site TEXT NOT NULL,
    host TEXT NOT NULL,
    watched INTEGER NOT NULL DEFAULT 0 CHECK (watched IN (0, 1)), -- cited by a watched document
    due_night TEXT, -- NULL: never of itself; 0001-01-01: at once
    state TEXT NOT NULL DEFAULT 'unknown', -- this and what follows to last_failure_at: as settled
    reason TEXT NOT NULL DEFAULT '',
    evidence TEXT NOT NULL DEFAULT '',
    confidence TEXT NOT NULL DEFAULT 'sure',
    failure TEXT,
    new_url TEXT,
    trail TEXT NOT NULL DEFAULT '[]',
    vetoed TEXT NOT NULL DEFAULT '', -- why a death was not believed
    state_since TEXT,
    failing_since TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    sure_failures INTEGER NOT NULL DEFAULT 0,
    last_failure_at TEXT,
    state_before TEXT NOT NULL DEFAULT 'unknown', -- settled state when last_crawl_id first visited it
    previous_checked_at TEXT, -- last visit of a crawl before last_crawl_id
    last_checked_at TEXT,
    last_crawl_id INTEGER REFERENCES crawls (id),
    settled_crawl_id INTEGER REFERENCES crawls (id),
    check_id INTEGER REFERENCES checks (id), -- last check: the provisional verdict
    etag TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    validators_url TEXT NOT NULL DEFAULT '',
    body_sha256 TEXT NOT NULL DEFAULT '',
    fingerprint TEXT NOT NULL DEFAULT '',
    first_snapshot_id INTEGER REFERENCES snapshots (id),
    snapshot_id INTEGER REFERENCES snapshots (id), -- current
    flapping INTEGER NOT NULL DEFAULT 0 CHECK (flapping IN (0, 1)),
    drift TEXT NOT NULL DEFAULT 'unjudged', -- worst of its citations
    drift_since TEXT,
    muted_until TEXT,
    muted_note TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX links_by_due ON links (due_night, site) WHERE due_night IS NOT NULL;

CREATE INDEX links_by_crawl ON links (last_crawl_id);

CREATE TABLE citations (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents (id),
    link_id INTEGER NOT NULL REFERENCES links (id),
    position INTEGER NOT NULL, -- order in the document, from 0
    url TEXT NOT NULL, -- as written
    fragment TEXT NOT NULL,
    line INTEGER,
    column_no INTEGER,
    place TEXT,
    title TEXT,
    author TEXT,
    outlet TEXT,
    published_at TEXT,
    published_at_source TEXT,
    published_at_confidence TEXT,
    cited_at TEXT,
    cited_at_source TEXT,
    cited_at_confidence TEXT,
    quote TEXT,
    added_at TEXT NOT NULL,
    removed_at TEXT
, quote_inferred INTEGER NOT NULL DEFAULT 0 CHECK (quote_inferred IN (0, 1))) STRICT;

CREATE INDEX citations_by_document ON citations (document_id, position);

CREATE INDEX citations_by_link ON citations (link_id);

CREATE TABLE checks (
    id INTEGER PRIMARY KEY,
    link_id INTEGER NOT NULL REFERENCES links (id),
    first_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    count INTEGER NOT NULL, -- once a crawl
    crawl_id INTEGER NOT NULL REFERENCES crawls (id), -- of the last visit
    status INTEGER,
    final_url TEXT NOT NULL,
    canonical_final_url TEXT NOT NULL,
    redirects TEXT NOT NULL,
    error TEXT,
    error_detail TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    evidence TEXT NOT NULL,
    confidence TEXT NOT NULL,
    failure TEXT,
    new_url TEXT,
    trail TEXT NOT NULL,
    judged_by TEXT NOT NULL
, headers TEXT NOT NULL DEFAULT '[]', elapsed REAL) STRICT;

CREATE INDEX checks_by_link ON checks (link_id);

CREATE TABLE texts (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    chars INTEGER NOT NULL,
    plain TEXT NOT NULL
) STRICT;

CREATE TABLE bodies (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE, -- of the body before compression
    zstd BLOB NOT NULL
) STRICT;

CREATE TABLE snapshots (
    id INTEGER PRIMARY KEY,
    link_id INTEGER NOT NULL REFERENCES links (id),
    identity TEXT NOT NULL, -- hash of normalised title and text
    extractor TEXT NOT NULL,
    text_id INTEGER NOT NULL REFERENCES texts (id),
    body_id INTEGER REFERENCES bodies (id),
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    returns INTEGER NOT NULL DEFAULT 0, -- how often the page came back to it from another version
    title TEXT NOT NULL,
    author TEXT,
    published_at TEXT,
    published_at_source TEXT,
    published_at_confidence TEXT,
    modified_at TEXT,
    modified_at_source TEXT,
    modified_at_confidence TEXT,
    language TEXT,
    UNIQUE (link_id, extractor, identity)
) STRICT;

CREATE INDEX snapshots_by_text ON snapshots (text_id);

CREATE INDEX snapshots_by_body ON snapshots (body_id) WHERE body_id IS NOT NULL;

CREATE TABLE drifts (
    citation_id INTEGER PRIMARY KEY REFERENCES citations (id),
    baseline TEXT,
    snapshot_id INTEGER REFERENCES snapshots (id), -- what was compared
    drift TEXT NOT NULL,
    quote_kept REAL,
    similarity REAL,
    edits TEXT NOT NULL,
    sentences TEXT NOT NULL,
    note TEXT NOT NULL,
    since TEXT NOT NULL, -- when drift became what it is
    stale INTEGER NOT NULL DEFAULT 0 CHECK (stale IN (0, 1)) -- quote or baseline changed since
, copy TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    link_id INTEGER NOT NULL REFERENCES links (id),
    crawl_id INTEGER NOT NULL REFERENCES crawls (id),
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    evidence TEXT NOT NULL,
    UNIQUE (link_id, crawl_id, kind)
) STRICT;

CREATE INDEX events_by_crawl ON events (crawl_id);

CREATE VIEW broken AS
SELECT
    links.id, links.url, links.site, links.host, links.state, links.reason, links.evidence, links.state_since,
    checks.status AS http_status, links.last_checked_at
FROM links
LEFT JOIN checks ON checks.id = links.check_id
WHERE links.watched = 1 AND links.state IN ('dead', 'suspect');

CREATE VIEW changed AS
SELECT
    links.id, links.url, documents.name AS document, citations.line, citations.title, drifts.drift, drifts.baseline,
    drifts.quote_kept, drifts.similarity, drifts.since, drifts.edits
FROM drifts
JOIN citations ON citations.id = drifts.citation_id AND citations.removed_at IS NULL
JOIN documents ON documents.id = citations.document_id AND documents.added_at IS NOT NULL
JOIN links ON links.id = citations.link_id
WHERE drifts.drift IN ('edited', 'replaced');

CREATE VIEW by_document AS
SELECT
    documents.id, documents.name,
    count(DISTINCT links.id) AS links,
    count(DISTINCT CASE WHEN links.state = 'alive' THEN links.id END) AS alive,
    count(DISTINCT CASE WHEN links.state IN ('dead', 'suspect') THEN links.id END) AS broken,
    count(DISTINCT CASE WHEN links.state = 'moved' THEN links.id END) AS moved,
    count(DISTINCT CASE WHEN drifts.drift IN ('edited', 'replaced') THEN links.id END) AS changed
FROM documents
LEFT JOIN citations ON citations.document_id = documents.id AND citations.removed_at IS NULL
LEFT JOIN links ON links.id = citations.link_id
LEFT JOIN drifts ON drifts.citation_id = citations.id
WHERE documents.added_at IS NOT NULL
GROUP BY documents.id;

CREATE VIEW by_host AS
SELECT
    host,
    count(*) AS links,
    sum(state = 'alive') AS alive,
    sum(state IN ('dead', 'suspect')) AS broken,
    sum(state = 'moved') AS moved,
    sum(state IN ('blocked', 'restricted', 'unreachable', 'unknown')) AS unclear,
    sum(drift IN ('edited', 'replaced')) AS changed
FROM links
WHERE watched = 1
GROUP BY host;

CREATE TABLE document_blocks (
    document_id INTEGER PRIMARY KEY REFERENCES documents (id),
    zstd BLOB NOT NULL -- JSON: see db/sqlite/blocks.py
) STRICT;

CREATE TABLE summaries (
    name TEXT PRIMARY KEY,
    content TEXT NOT NULL, -- JSON
    made_at TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE page_words USING fts5 (title, text, content = '');

CREATE VIRTUAL TABLE citation_words USING fts5 (words, columnsize = 0);

CREATE TABLE citations_to_index (citation_id INTEGER PRIMARY KEY) STRICT;

CREATE TRIGGER citation_to_index AFTER INSERT ON citations BEGIN
    INSERT OR IGNORE INTO citations_to_index (citation_id) VALUES (new.id);
END;

CREATE TRIGGER citation_to_index_again AFTER UPDATE OF url, title, outlet, author, quote, link_id ON citations BEGIN
    INSERT OR IGNORE INTO citations_to_index (citation_id) VALUES (new.id);
END;

CREATE INDEX events_by_time ON events (at);

CREATE INDEX events_by_link ON events (link_id);

CREATE INDEX documents_by_watch ON documents (name) WHERE added_at IS NOT NULL;

CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    link_id INTEGER NOT NULL REFERENCES links (id),
    archive TEXT NOT NULL,
    taken_at TEXT NOT NULL,
    address TEXT NOT NULL,
    status INTEGER, -- that the page was captured with
    text_id INTEGER REFERENCES texts (id), alive INTEGER CHECK (alive IN (0, 1)), body_id INTEGER REFERENCES bodies (id), extractor TEXT NOT NULL DEFAULT '', -- NULL: not fetched
    UNIQUE (link_id, address)
) STRICT;

CREATE INDEX captures_by_text ON captures (text_id) WHERE text_id IS NOT NULL;

CREATE TABLE captures_asked (
    link_id INTEGER NOT NULL REFERENCES links (id),
    archive TEXT NOT NULL,
    wanted TEXT NOT NULL, -- what of the page, in the words of whoever asked: a day, or empty for the newest
    asked_at TEXT NOT NULL, failed INTEGER NOT NULL DEFAULT 0 CHECK (failed IN (0, 1)),
    PRIMARY KEY (link_id, archive, wanted)
) STRICT, WITHOUT ROWID;

CREATE TABLE receivers (
    name TEXT PRIMARY KEY, -- as linkwatch.toml calls it
    told_through INTEGER NOT NULL, -- events of greater ids are news to it
    turn_at TEXT NOT NULL -- when there was last a digest for it, or would have been with news
) STRICT, WITHOUT ROWID;

CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    receiver TEXT NOT NULL REFERENCES receivers (name),
    after_event INTEGER NOT NULL, -- it tells of events above this id
    through_event INTEGER NOT NULL, -- up to this one
    news INTEGER NOT NULL, -- how many changes it tells
    message_id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('claimed', 'sent', 'refused', 'unclear')),
    attempts INTEGER NOT NULL,
    claimed_at TEXT NOT NULL,
    ended_at TEXT,
    detail TEXT NOT NULL DEFAULT '', -- what the other side said
    holder TEXT NOT NULL -- process that claimed it: host, pid, when the process began
) STRICT;

CREATE INDEX deliveries_by_receiver ON deliveries (receiver);

CREATE INDEX deliveries_claimed ON deliveries (state) WHERE state = 'claimed';

CREATE INDEX links_muted ON links (muted_until) WHERE muted_until IS NOT NULL;

CREATE INDEX captures_by_body ON captures (body_id) WHERE body_id IS NOT NULL;

CREATE INDEX links_by_since ON links (watched, state, drift, site, reason, state_since, id, host);

CREATE INDEX links_by_checked ON links (watched, state, drift, site, reason, last_checked_at, id, host);

CREATE INDEX links_by_address ON links (watched, state, drift, site, reason, canonical_url, host);

CREATE INDEX links_by_state ON links (watched, state);

CREATE INDEX links_by_drift ON links (watched, drift);

CREATE INDEX links_by_host ON links (host, site);

CREATE INDEX links_broken ON links (host, failing_since, vetoed) WHERE watched = 1 AND state IN ('dead', 'suspect');

CREATE TABLE state_counts (state TEXT PRIMARY KEY, links INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE host_counts (
    host TEXT PRIMARY KEY,
    links INTEGER NOT NULL,
    broken INTEGER NOT NULL -- dead or suspect
) STRICT, WITHOUT ROWID;

CREATE INDEX host_counts_broken ON host_counts (broken) WHERE broken > 0;

CREATE TRIGGER link_counted AFTER INSERT ON links BEGIN
    INSERT INTO state_counts (state, links) VALUES (new.state, new.watched)
    ON CONFLICT (state) DO UPDATE SET links = links + excluded.links;
    INSERT INTO host_counts (host, links, broken)
    VALUES (new.host, new.watched, new.watched AND new.state IN ('dead', 'suspect'))
    ON CONFLICT (host) DO UPDATE SET links = links + excluded.links, broken = broken + excluded.broken;
END;

CREATE TRIGGER link_counted_anew AFTER UPDATE OF watched, state, host ON links
WHEN old.watched <> new.watched OR old.state <> new.state OR old.host <> new.host BEGIN
    UPDATE state_counts SET links = links - old.watched WHERE state = old.state;
    INSERT INTO state_counts (state, links) VALUES (new.state, new.watched)
    ON CONFLICT (state) DO UPDATE SET links = links + excluded.links;
    UPDATE host_counts
    SET links = links - old.watched, broken = broken - (old.watched AND old.state IN ('dead', 'suspect'))
    WHERE host = old.host;
    INSERT INTO host_counts (host, links, broken)
    VALUES (new.host, new.watched, new.watched AND new.state IN ('dead', 'suspect'))
    ON CONFLICT (host) DO UPDATE SET links = links + excluded.links, broken = broken + excluded.broken;
END;

CREATE TRIGGER link_counted_no_more AFTER DELETE ON links BEGIN
    UPDATE state_counts SET links = links - old.watched WHERE state = old.state;
    UPDATE host_counts
    SET links = links - old.watched, broken = broken - (old.watched AND old.state IN ('dead', 'suspect'))
    WHERE host = old.host;
END;
