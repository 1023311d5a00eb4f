-- Whom linkwatch tells what happened, and how far each was told.
CREATE TABLE receivers (
    name TEXT PRIMARY KEY, -- as linkwatch.toml calls it
    told_through INTEGER NOT NULL, -- events of greater ids are news to it
    turn_at TEXT NOT NULL -- when there was last a digest for it, or would have been with news
) STRICT, WITHOUT ROWID;

-- Digests: a row is claimed before anything is sent, so that a crash sends none twice.
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
