-- severity: error
-- title: What was merged names the row that stands for it, nothing else does
-- why: Who holds the old id must be led to the row that stands for it now.
-- fix: Name that row in successor_id; leave it empty for any other change.
-- example: a person merged into p-3f8k2m: write p-3f8k2m as successor_id
SELECT 'changes' AS table_name, _line AS line, 'successor_id' AS field,
  CASE
    WHEN action <> 'merged' THEN 'only what was merged has a successor'
    WHEN successor_id IS NULL THEN 'the row that stands for it now is not named'
    ELSE successor_id || ' is the id of no row, and changes does not tell what became of it'
  END AS message
FROM changes
WHERE CASE
  WHEN action <> 'merged' THEN successor_id IS NOT NULL
  ELSE successor_id IS NULL OR successor_id NOT IN (
    SELECT record_id FROM all_records UNION ALL
    SELECT record_id FROM changes WHERE field = '*' AND action IN ('merged', 'withdrawn', 'withheld')
  )
END
