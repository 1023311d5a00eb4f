-- What is muted is little among much.
CREATE INDEX links_muted ON links (muted_until) WHERE muted_until IS NOT NULL;
