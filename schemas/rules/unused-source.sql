-- severity: error
-- title: A source supports something, or is a copy of what does
-- why: sources holds what the rows rest on, nothing else.
-- fix: Cite it, or delete the row.
-- example: an article that was read and said nothing of a case in scope: delete its row
SELECT 'sources' AS table_name, _line AS line, 'source_id' AS field, source_id || ' supports no row' AS message
FROM sources
WHERE copy_of IS NULL
  AND source_id NOT IN (SELECT source_id FROM citations WHERE source_id IS NOT NULL)
  AND source_id NOT IN (SELECT source_id FROM published_counts WHERE source_id IS NOT NULL)
  -- While a reference is broken, it may be meant for this source.
  AND NOT EXISTS (SELECT 1 FROM citations ANTI JOIN sources AS known USING (source_id))
  AND NOT EXISTS (SELECT 1 FROM published_counts ANTI JOIN sources AS known USING (source_id))
