-- Each order of the table of links holds its filters, so that what they leave out is not looked up one by one; ids stand
-- before these, since links of the same time are in the order of their ids.
DROP INDEX links_by_state;
CREATE INDEX links_by_state ON links (watched, state, state_since, id, drift, site, reason);
DROP INDEX links_by_drift;
CREATE INDEX links_by_drift ON links (watched, drift, id, state, site, reason);
DROP INDEX links_by_since;
CREATE INDEX links_by_since ON links (watched, state_since, id, state, drift, site, reason);
DROP INDEX links_by_checked;
CREATE INDEX links_by_checked ON links (watched, last_checked_at, id, state, drift, site, reason);
