-- Whether nothing in the document marks where the quote ends; documents are read again, and then told apart.
ALTER TABLE citations ADD COLUMN quote_inferred INTEGER NOT NULL DEFAULT 0 CHECK (quote_inferred IN (0, 1));
