-- severity: error
-- title: The tables are as the list of changes says
-- why: Who looks up what became of a row must find what changes says.
-- fix: Finish the change in the tables, or correct the row of changes.
-- example: a person withdrawn in 0.2.0 whose row still stands: delete it, and what refers to it
WITH told AS (SELECT record_id FROM changes UNION SELECT successor_id FROM changes),
there AS (SELECT DISTINCT record_id FROM all_records SEMI JOIN told USING (record_id)),
filled AS (SELECT DISTINCT record_id, field FROM all_cells SEMI JOIN told USING (record_id)),
changed AS (
  SELECT changes.*, record_id IN (FROM there) AS is_there,
    EXISTS (SELECT 1 FROM filled WHERE filled.record_id = changes.record_id AND changes.field IN ('*', filled.field)) AS is_filled,
    successor_id IN (FROM there) AS successor_is_there
  FROM changes
)
SELECT 'changes' AS table_name, _line AS line, 'record_id' AS field, record_id || ' was ' || action || ', but its row stands' AS message
FROM changed
WHERE is_there AND action IN ('withdrawn', 'merged') AND field = '*'
UNION ALL
SELECT 'changes', _line, 'field', field || ' of ' || record_id || ' was withheld, but it is filled'
FROM changed
WHERE is_filled AND action IN ('withheld', 'withdrawn') AND field <> '*'
UNION ALL
SELECT 'changes', _line, 'record_id', record_id || ' was withheld, but its row stands'
FROM changed
WHERE is_there AND action = 'withheld' AND field = '*'
UNION ALL
SELECT 'changes', _line, 'record_id', record_id || ' was ' || action || ', but there is no such row'
FROM changed
WHERE NOT is_there AND action IN ('corrected', 'generalised')
  AND record_id NOT IN (SELECT record_id FROM changes WHERE field = '*' AND action IN ('withdrawn', 'merged', 'withheld'))
UNION ALL
SELECT 'changes', _line, 'field', field || ' of ' || record_id || ' was ' || action || ', but it is empty'
FROM changed
WHERE is_there AND NOT is_filled AND action = 'generalised'
