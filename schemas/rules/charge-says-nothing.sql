-- severity: error
-- title: A charge says something
-- why: A charge without article, words or role cannot be told from any other.
-- fix: Fill offence_id, stated_as or role.
-- example: a charge that holds its case alone: write the source's words in stated_as
SELECT 'charges' AS table_name, _line AS line, 'offence_id' AS field,
  'offence_id, stated_as and role are all empty' AS message
FROM charges
WHERE offence_id IS NULL AND stated_as IS NULL AND role IS NULL
