-- severity: error
-- title: A charge of a case is one row
-- why: The same charge from two sources is one row with two citations.
-- fix: Keep one row and move the citations of the other to it.
-- example: two rows with kz-cc-2014-405-2 in one case: one charge, cited twice
SELECT 'charges' AS table_name, _line AS line, NULL AS field, 'the charge stands also as ' || first_id AS message,
  first_id AS other_id
FROM (
  SELECT *, first(charge_id) OVER same AS first_id FROM charges
  WINDOW same AS (
    PARTITION BY case_id, coalesce(offence_id, ''), coalesce(stated_as, ''), coalesce(role, '') ORDER BY charge_id
  )
)
WHERE charge_id <> first_id
