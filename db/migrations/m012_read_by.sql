-- By which rules a document was read: of the same bytes, the same rules find the same. Those that are there are read
-- once more.
ALTER TABLE documents ADD COLUMN read_by TEXT NOT NULL DEFAULT '';
