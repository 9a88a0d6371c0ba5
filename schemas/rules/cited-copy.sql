-- severity: error
-- title: A copy is not cited, its original is
-- why: A copy says nothing that its original does not; citing both would count one witness twice.
-- fix: Write the original, which copy_of names, as source_id; what only the copy says makes it a source of its own.
-- example: source_id asiapacificstar-267910287, a copy of rferl-31117768: cite rferl-31117768
SELECT 'citations' AS table_name, citations._line AS line, 'source_id' AS field,
  source_id || ' is a copy of ' || copy_of AS message
FROM citations JOIN sources USING (source_id)
WHERE copy_of IS NOT NULL
