-- severity: error
-- title: A citation is about a row
-- why: A citation of nothing is a slip of the key, and leaves another row without its source.
-- fix: Correct record_id; the parts of a key of several columns are joined by a slash.
-- example: record_id e-3k9d2x after the event got another key: correct it; a tie of case and group is c-7k3m9x/dvk
SELECT 'citations' AS table_name, _line AS line, 'record_id' AS field,
  record_id || ' is the key of no row that must be cited' AS message
FROM citations
WHERE record_id NOT IN (SELECT record_id FROM records WHERE record_id IS NOT NULL)
