-- severity: error
-- title: A row has a source
-- why: Nothing stands in the dataset that no public source says.
-- fix: Add a row to data/citations.csv with this key as record_id, * as field, and the source.
-- example: a new event without a row in citations: add one with its key, * and the source
SELECT table_name, line, NULL AS field, record_id || ' is cited by no source' AS message
FROM records
WHERE record_id NOT IN (SELECT record_id FROM citations WHERE record_id IS NOT NULL)
  -- While a citation is about nothing, it may be meant for this row.
  AND NOT EXISTS (SELECT 1 FROM citations ANTI JOIN records USING (record_id))
