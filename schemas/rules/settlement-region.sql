-- severity: error
-- title: A settlement lies in one region
-- why: The same place in two regions is a slip of one of them.
-- fix: Correct the region_code of the row that differs.
-- example: Oral in KZ-27 in one case and in KZ-15 in another: it is the seat of KZ-27
WITH places AS (
  SELECT 'cases' AS table_name, _line AS line, settlement, region_code FROM cases
  UNION ALL
  SELECT 'courts', _line, settlement, region_code FROM courts
),
-- A region that was made later took its places from an older one: both codes may stand.
lasting AS (
  SELECT places.* FROM places JOIN regions USING (region_code) WHERE valid_from IS NULL AND valid_until IS NULL
),
usual AS (SELECT settlement, mode(region_code ORDER BY region_code) AS region FROM lasting GROUP BY settlement)
SELECT table_name, line, 'region_code' AS field,
  settlement || ' lies in ' || region || ' elsewhere, here in ' || region_code AS message
FROM lasting JOIN usual USING (settlement)
WHERE region_code <> region
