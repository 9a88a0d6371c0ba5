-- Events and decisions of all cases as one sequence of dated steps.
CREATE VIEW timeline AS
WITH steps AS (
  SELECT case_id, 'event' AS step, event_id AS record_id, date, date_earliest, date_latest, kind, NULL AS instance,
    court_id, NULL AS main_penalty, NULL AS term_months, NULL AS term_days, detail
  FROM events
  UNION ALL
  SELECT case_id, 'decision', sentence_id, decided, decided_earliest, decided_latest, effect, instance,
    court_id, main_penalty, term_months, term_days, note
  FROM sentences
)
SELECT steps.case_id, person_id, people.name, steps.* EXCLUDE (case_id), courts.name_en AS court
FROM steps
JOIN cases USING (case_id)
JOIN people USING (person_id)
LEFT JOIN courts USING (court_id)
ORDER BY case_id, date_latest NULLS FIRST, date_earliest NULLS FIRST, record_id;

COMMENT ON VIEW timeline IS 'Events and decisions of all cases, one row a step, in the order of their dates; steps without a date come first.';
