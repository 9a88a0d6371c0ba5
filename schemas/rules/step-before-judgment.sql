-- severity: error
-- title: What follows a judgment does not come before it
-- why: A judgment that is reviewed or in force before it falls is a slip of a date.
-- fix: Correct the date of the event or of the judgment.
-- example: review_filed 2021-02-01 in a case judged on 2021-02-22: look up which is right
SELECT 'events' AS table_name, events._line AS line, 'date' AS field,
  kind || ' lies before the first judgment, ' || judged AS message
FROM events
JOIN (
  SELECT case_id, min(decided_earliest) AS judged
  FROM sentences WHERE instance = 'first' GROUP BY case_id HAVING bool_and(decided_earliest IS NOT NULL)
) USING (case_id)
WHERE kind IN ('review_filed', 'review_leave_refused', 'early_release_refused', 'in_force')
  AND date_latest < judged
