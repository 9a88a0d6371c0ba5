-- severity: error
-- title: Every value of a row has a source
-- why: Where a row has no citation for *, each of its values needs one of its own.
-- fix: Add a citation of this column, or one with * if the source states the rest of the row.
-- example: a birth_year added to a person whose sources are cited column by column: cite the source of birth_year
SELECT table_name, line, field, field || ' is stated by no source that the row cites' AS message
FROM cells SEMI JOIN citations USING (record_id) ANTI JOIN (FROM citations WHERE field = '*') AS whole USING (record_id)
WHERE NOT EXISTS (
  SELECT 1 FROM citations
  WHERE citations.record_id = cells.record_id AND citations.field = cells.field
    AND coalesce(citations.stated_value, cells.value) = cells.value
)
  -- While a citation of the row names no value of it, it may be meant for this cell.
  AND NOT EXISTS (
    SELECT 1 FROM citations ANTI JOIN cells AS filled USING (record_id, field)
    WHERE citations.record_id = cells.record_id
  )
