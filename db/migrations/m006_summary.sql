-- What a crawl is held against the one before it by.
ALTER TABLE crawls ADD COLUMN first_visits INTEGER NOT NULL DEFAULT 0;

-- Of bodies, decoded.
ALTER TABLE crawls ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;

-- Links that brought no answer at all.
ALTER TABLE crawls ADD COLUMN unanswered INTEGER NOT NULL DEFAULT 0;

-- The hosts with most of these, as JSON.
ALTER TABLE crawls ADD COLUMN errors TEXT NOT NULL DEFAULT '{}';
