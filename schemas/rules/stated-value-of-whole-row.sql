-- severity: error
-- title: A disagreement is about a column
-- why: A stated value for * does not tell which value the source states otherwise.
-- fix: Name the column in field.
-- example: field * with stated_value 24: write term_months as field
SELECT 'citations' AS table_name, _line AS line, 'stated_value' AS field,
  'a stated value needs the column that it is about' AS message
FROM citations
WHERE field = '*' AND stated_value IS NOT NULL
