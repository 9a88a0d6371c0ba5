-- severity: error
-- title: A citation of a column is about a value
-- why: A source cannot state a cell that is empty.
-- fix: Correct the column's name, fill the cell, or delete the citation. What only one source says goes into the row itself.
-- example: field court where the column is court_id; or a citation of an empty cell
SELECT 'citations' AS table_name, citations._line AS line, 'field' AS field,
  citations.record_id || ' has no filled column ' || citations.field || ' that a source states' || coalesce(
    ' (did you mean ' || (
      SELECT arg_max(cells.field, jaro_winkler_similarity(cells.field, citations.field)) FROM cells
      WHERE cells.record_id = citations.record_id AND jaro_winkler_similarity(cells.field, citations.field) > 0.85
    ) || '?)', ''
  ) AS message
FROM citations
WHERE citations.field <> '*'
  AND record_id IN (SELECT record_id FROM records)
  AND NOT EXISTS (SELECT 1 FROM cells WHERE cells.record_id = citations.record_id AND cells.field = citations.field)
