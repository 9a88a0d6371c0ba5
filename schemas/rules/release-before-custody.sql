-- severity: error
-- title: Nobody is released before being held
-- why: A release before the first arrest, custody or judgment of the case is a slip of a date.
-- fix: Correct the date of the release, or of what came before it.
-- example: detained 2021-05-03 and freed_pretrial 2021-03-05: day and month were exchanged
WITH held AS (
  SELECT case_id, date_earliest AS day FROM events
  WHERE kind IN ('detained', 'custody_ordered', 'house_arrest_ordered', 'extradited', 'forensic_placement_ordered', 'returned_to_custody')
  UNION ALL
  SELECT case_id, decided_earliest FROM sentences
)
SELECT 'events' AS table_name, events._line AS line, 'date' AS field,
  events.kind || ' lies before anybody was held in the case, ' || first_day AS message
FROM events
JOIN (SELECT case_id, min(day) AS first_day FROM held GROUP BY case_id HAVING bool_and(day IS NOT NULL)) USING (case_id)
WHERE events.kind IN ('freed_pretrial', 'released', 'bailed', 'custody_extended') AND date_latest < first_day
