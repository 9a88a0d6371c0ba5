-- severity: error
-- title: A stated value differs from the row's
-- why: stated_value is for sources that say otherwise; an equal value is support.
-- fix: Empty stated_value.
-- example: stated_value 18 where term_months is 18: leave stated_value empty
SELECT 'citations' AS table_name, _line AS line, 'stated_value' AS field,
  'the row says the same: ' || stated_value AS message
FROM citations
JOIN cells ON cells.record_id = citations.record_id AND cells.field = citations.field
WHERE cells.value = citations.stated_value
