-- The table of links by groups: links alike in state, drift, site and reason are few groups, and the links of each lie
-- together in every order, so that a page of any filters is merged from the groups that they leave. Host, which makes
-- no group, stands last to be read without looking the link up.
DROP INDEX links_by_facets;
DROP INDEX links_by_state;
DROP INDEX links_by_since;
CREATE INDEX links_by_since ON links (watched, state, drift, site, reason, state_since, id, host);
DROP INDEX links_by_checked;
CREATE INDEX links_by_checked ON links (watched, state, drift, site, reason, last_checked_at, id, host);
DROP INDEX links_by_address;
CREATE INDEX links_by_address ON links (watched, state, drift, site, reason, canonical_url, host);
-- Narrow, for counting.
CREATE INDEX links_by_state ON links (watched, state);
DROP INDEX links_by_drift;
CREATE INDEX links_by_drift ON links (watched, drift);
DROP INDEX links_by_host;
CREATE INDEX links_by_host ON links (host, site);

-- What the first page says of hosts, of broken links alone.
DROP INDEX links_broken;
CREATE INDEX links_broken ON links (host, failing_since, vetoed) WHERE watched = 1 AND state IN ('dead', 'suspect');

-- Watched links by state and by host, counted as they change: counting them takes long, and is asked on every page.
-- Patterns of hosts are held against these names; one that no link is on any more has counts of 0.
CREATE TABLE state_counts (state TEXT PRIMARY KEY, links INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO state_counts (state, links) SELECT state, sum(watched) FROM links GROUP BY state;

CREATE TABLE host_counts (
    host TEXT PRIMARY KEY,
    links INTEGER NOT NULL,
    broken INTEGER NOT NULL -- dead or suspect
) STRICT, WITHOUT ROWID;
INSERT INTO host_counts (host, links, broken)
SELECT host, sum(watched), sum(watched AND state IN ('dead', 'suspect')) FROM links GROUP BY host;
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
