-- severity: error
-- title: An id names one row of one table
-- why: Citations and changes name a row by its id alone.
-- fix: Give the newer row another id.
-- example: an organization and a publisher both called 'alga': call the publisher alga-site
SELECT table_name, line, NULL AS field, record_id || ' is also the id of a row of ' || first_table AS message
FROM (
  SELECT *, first(table_name) OVER same AS first_table, row_number() OVER same AS nth
  FROM all_records SEMI JOIN (
    -- Hashes need a quarter of the memory; which ids they are of is looked at above.
    SELECT hash(record_id) AS hashed FROM all_records GROUP BY hashed HAVING min(table_name) <> max(table_name)
  ) AS shared ON hash(record_id) = hashed
  WINDOW same AS (PARTITION BY record_id ORDER BY table_name)
)
WHERE nth > 1 AND record_id IS NOT NULL AND table_name <> first_table
