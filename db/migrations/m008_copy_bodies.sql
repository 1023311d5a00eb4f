-- What a copy was read from; NULL: not read, or nothing to compare markup of.
ALTER TABLE captures ADD COLUMN body_id INTEGER REFERENCES bodies (id);

CREATE INDEX captures_by_body ON captures (body_id) WHERE body_id IS NOT NULL;
