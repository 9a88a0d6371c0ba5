-- severity: error
-- title: Only an announced hearing may lie ahead
-- why: A step that has not happened is a slip of the date.
-- fix: Correct the date, or write hearing_scheduled as kind.
-- example: trial_opened next week: write hearing_scheduled until it was seen to open
SELECT 'events' AS table_name, _line AS line, 'date' AS field,
  kind || ' lies after ' || getvariable('today') AS message
FROM events
WHERE kind <> 'hearing_scheduled' AND coalesce(date_earliest, date_latest) > getvariable('today')
