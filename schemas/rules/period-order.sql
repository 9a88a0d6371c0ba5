-- severity: error
-- title: A period ends after it begins
-- why: An end before the begin is a slip of a date.
-- fix: Correct one of the two dates.
-- example: counted_from 2021-09 and ends 2020-09: the years were exchanged
SELECT table_name, line, field, field || ' lies before ' || begin_field || ', ' || begun AS message
FROM (
  SELECT 'published_counts' AS table_name, _line AS line, 'period_to' AS field, period_to_latest AS ended,
    'period_from' AS begin_field, period_from_earliest AS begun FROM published_counts
  UNION ALL SELECT 'regions', _line, 'valid_until', valid_until, 'valid_from', valid_from FROM regions
  UNION ALL SELECT 'sentences', _line, 'ends', ends_latest, 'counted_from', counted_from_earliest FROM sentences
  UNION ALL SELECT 'sentences', _line, 'ends', ends_latest, 'decided', decided_earliest FROM sentences WHERE counted_from IS NULL
)
WHERE ended < begun
