-- What read the text of an archived copy: texts of different extractors are never held against each other.
ALTER TABLE captures ADD COLUMN extractor TEXT NOT NULL DEFAULT '';

-- Of those that are there nobody wrote it down: they are read again where what they were read from was kept.
UPDATE captures SET extractor = 'another' WHERE text_id IS NOT NULL;
