-- severity: error
-- title: Amount, unit and scope fit the additional penalty
-- why: Labour is counted in hours, a ban in months, a payment in money; only a ban has a scope.
-- fix: Correct the kind or the unit; empty what does not belong to it.
-- example: compulsory_labour with unit months: write hours, or hours_per_year where the source says 'a year'
WITH fits(kind, units) AS (
  VALUES
    ('activity_ban', ['months', 'lifetime']),
    ('compulsory_labour', ['hours', 'hours_per_year']),
    ('victims_fund_payment', ['kzt', 'mci']),
    ('costs', ['kzt', 'mci']),
    ('damages', ['kzt', 'mci']),
    ('fine', ['kzt', 'mci']),
    ('confiscation', ['kzt', 'mci']),
    ('movement_restriction', ['months', 'lifetime']),
    ('expulsion', ['months', 'lifetime']),
    ('citizenship_loss', []::VARCHAR[])
)
SELECT 'additional_penalties' AS table_name, _line AS line, 'unit' AS field,
  kind || ' is not counted in ' || unit AS message
FROM additional_penalties JOIN fits USING (kind)
WHERE NOT list_contains(units, unit)
UNION ALL
SELECT 'additional_penalties', _line, 'amount', 'amount and unit stand together, with lifetime the unit alone'
FROM additional_penalties
WHERE (amount IS NOT NULL) <> (unit IS NOT NULL AND unit <> 'lifetime')
UNION ALL
SELECT 'additional_penalties', _line, 'scope', kind || ' has no scope'
FROM additional_penalties
WHERE scope IS NOT NULL AND kind <> 'activity_ban'
