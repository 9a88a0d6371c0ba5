-- severity: error
-- title: What leads to a judgment does not come after it
-- why: An investigation or a trial that opens after the judgment of the same case is a slip of a date, or another case.
-- fix: Correct the date; a new prosecution is a case of its own, a case sent back needs the decision annulled_remitted.
-- example: trial_opened 2022-02-23 in a case judged on 2021-02-22: the year is wrong
SELECT 'events' AS table_name, events._line AS line, 'date' AS field,
  kind || ' lies after the first judgment, ' || judged AS message
FROM events
JOIN (
  SELECT case_id, max(decided_latest) FILTER (instance = 'first') AS judged
  FROM sentences GROUP BY case_id
  HAVING count(*) FILTER (effect = 'annulled_remitted') = 0
    AND count(*) FILTER (instance = 'first' AND decided IS NULL) = 0
) USING (case_id)
WHERE kind IN ('investigation_opened', 'suspect_named', 'charged', 'charge_changed', 'sent_to_court', 'trial_opened', 'penalty_requested', 'freed_pretrial')
  AND date_earliest > judged
