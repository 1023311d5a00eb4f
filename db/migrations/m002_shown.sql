-- A document as it was read, so that it can be shown with each citation where it stands.
CREATE TABLE document_blocks (
    document_id INTEGER PRIMARY KEY REFERENCES documents (id),
    zstd BLOB NOT NULL -- JSON: see db/sqlite/blocks.py
) STRICT;

-- Headers and seconds of the last visit that a check counts.
ALTER TABLE checks ADD COLUMN headers TEXT NOT NULL DEFAULT '[]';
ALTER TABLE checks ADD COLUMN elapsed REAL;

-- What takes long to count, as of the last refresh: one row a subject.
CREATE TABLE summaries (
    name TEXT PRIMARY KEY,
    content TEXT NOT NULL, -- JSON
    made_at TEXT NOT NULL
) STRICT;

-- Words of page versions as bigrams; rowid is the snapshot's. The text itself is in snapshots and texts.
CREATE VIRTUAL TABLE page_words USING fts5 (title, text, content = '');

-- Words of citations as bigrams; rowid is the citation's.
CREATE VIRTUAL TABLE citation_words USING fts5 (words, columnsize = 0);

CREATE TABLE citations_to_index (citation_id INTEGER PRIMARY KEY) STRICT;

CREATE TRIGGER citation_to_index AFTER INSERT ON citations BEGIN
    INSERT OR IGNORE INTO citations_to_index (citation_id) VALUES (new.id);
END;

CREATE TRIGGER citation_to_index_again AFTER UPDATE OF url, title, outlet, author, quote, link_id ON citations BEGIN
    INSERT OR IGNORE INTO citations_to_index (citation_id) VALUES (new.id);
END;

INSERT INTO citations_to_index (citation_id) SELECT id FROM citations;

-- The table of links: one index that holds all its filters, and one for each of its orders.
CREATE INDEX links_by_facets ON links (watched, state, drift, site, reason, state_since, last_checked_at);
DROP INDEX links_by_state;
CREATE INDEX links_by_state ON links (watched, state, state_since);
CREATE INDEX links_by_since ON links (watched, state_since);
CREATE INDEX links_by_checked ON links (watched, last_checked_at);
CREATE INDEX links_by_address ON links (watched, canonical_url);
CREATE INDEX links_broken ON links (host) WHERE watched = 1 AND state IN ('dead', 'suspect');

CREATE INDEX events_by_time ON events (at);
CREATE INDEX events_by_link ON events (link_id);
CREATE INDEX documents_by_watch ON documents (name) WHERE added_at IS NOT NULL;
