-- An archive that did not answer is asked again sooner than one that did.
ALTER TABLE captures_asked ADD COLUMN failed INTEGER NOT NULL DEFAULT 0 CHECK (failed IN (0, 1));

-- A copy with status 200 may be one of a wall or an error page. NULL: not read.
ALTER TABLE captures ADD COLUMN alive INTEGER CHECK (alive IN (0, 1));

-- Address of an archived copy that was seen to carry what the citation quotes; empty for none.
ALTER TABLE drifts ADD COLUMN copy TEXT NOT NULL DEFAULT '';
