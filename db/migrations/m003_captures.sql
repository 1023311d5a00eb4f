-- Copies of pages in web archives.
CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    link_id INTEGER NOT NULL REFERENCES links (id),
    archive TEXT NOT NULL,
    taken_at TEXT NOT NULL,
    address TEXT NOT NULL,
    status INTEGER, -- that the page was captured with
    text_id INTEGER REFERENCES texts (id), -- NULL: not fetched
    UNIQUE (link_id, address)
) STRICT;

CREATE INDEX captures_by_text ON captures (text_id) WHERE text_id IS NOT NULL;

-- What archives were asked, and when: an answer is not asked for again soon.
CREATE TABLE captures_asked (
    link_id INTEGER NOT NULL REFERENCES links (id),
    archive TEXT NOT NULL,
    wanted TEXT NOT NULL, -- what of the page, in the words of whoever asked: a day, or empty for the newest
    asked_at TEXT NOT NULL,
    PRIMARY KEY (link_id, archive, wanted)
) STRICT, WITHOUT ROWID;
