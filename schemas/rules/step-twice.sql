-- severity: error
-- title: A step of a case is one row
-- why: The same step from two sources is one row with two citations.
-- fix: Keep one row and move the citations of the other to it.
-- example: two rows trial_opened on 2021-02-23 in one case: one step, cited twice
SELECT 'events' AS table_name, _line AS line, NULL AS field,
  kind || ' of ' || date || ' stands also as ' || first_id AS message, first_id AS other_id
FROM (
  SELECT *, first(event_id) OVER same AS first_id FROM events
  WHERE length(date) = 10
  WINDOW same AS (PARTITION BY case_id, kind, date, coalesce(court_id, '') ORDER BY event_id)
)
WHERE event_id <> first_id
UNION ALL
SELECT 'sentences', _line, NULL, instance || ' of ' || decided || ' stands also as ' || first_id, first_id
FROM (
  SELECT *, first(sentence_id) OVER same AS first_id FROM sentences
  WHERE length(decided) = 10
  WINDOW same AS (PARTITION BY case_id, instance, effect, decided ORDER BY sentence_id)
)
WHERE sentence_id <> first_id AND instance <> 'first'
