-- severity: warning
-- title: A text that several sites carry is one source and its copies
-- why: Copies of one text are one witness, not several.
-- fix: Compare the texts: if one is a copy, name the original in copy_of; if they differ, say so in the note of the later one.
-- example: an agency's report on two sites on one day: the second is copy_of the first
SELECT 'sources' AS table_name, later._line AS line, 'title' AS field,
  'has the title and day of ' || earlier.source_id || ', and neither is a copy of the other' AS message
FROM sources AS later
JOIN sources AS earlier ON lower(earlier.title) = lower(later.title) AND earlier.published = later.published
  AND earlier.source_id < later.source_id
WHERE coalesce(earlier.copy_of, earlier.source_id) <> coalesce(later.copy_of, later.source_id)
  AND earlier.note IS NULL AND later.note IS NULL
