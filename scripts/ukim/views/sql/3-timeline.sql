-- Events and decisions of all cases as one sequence of dated steps.
CREATE VIEW timeline AS
WITH steps AS (
  SELECT case_id, 'event' AS step, event_id AS record_id, date, date_earliest, date_latest, kind, NULL AS instance,
    court_id, NULL AS main_penalty, NULL AS term_months, NULL AS term_days, detail,
    date_latest AS day, coalesce(stage, 5) AS stage, 0 AS position
  FROM events JOIN event_stages USING (kind)
  UNION ALL
  SELECT sentences.case_id, 'decision', sentence_id, decided, decided_earliest, decided_latest, effect, instance,
    court_id, sentences.main_penalty, sentences.term_months, sentences.term_days, note,
    coalesce(decided_latest, day), 4, position
  FROM sentences JOIN decisions_in_order USING (sentence_id)
)
SELECT steps.case_id, person_id, people.name, steps.* EXCLUDE (case_id, day, stage, position), courts.name_en AS court
FROM steps
JOIN cases USING (case_id)
JOIN people USING (person_id)
LEFT JOIN courts USING (court_id)
ORDER BY case_id, day NULLS FIRST, stage, position, date_earliest NULLS FIRST, record_id;

COMMENT ON VIEW timeline IS 'Events and decisions of all cases, one row a step, in the order of their dates; events without a date come first.';
COMMENT ON COLUMN timeline.case_id IS 'The case.';
COMMENT ON COLUMN timeline.person_id IS 'Who is prosecuted.';
COMMENT ON COLUMN timeline.name IS 'Name of the person.';
COMMENT ON COLUMN timeline.step IS 'Whether the row is an event or a decision.';
COMMENT ON COLUMN timeline.record_id IS 'Key of the event or the sentence.';
COMMENT ON COLUMN timeline.date IS 'When the step happened, as precise as its source.';
COMMENT ON COLUMN timeline.date_earliest IS 'First day that the date may mean.';
COMMENT ON COLUMN timeline.date_latest IS 'Last day that the date may mean.';
COMMENT ON COLUMN timeline.kind IS 'Kind of the event, or effect of the decision.';
COMMENT ON COLUMN timeline.instance IS 'Stage of a decision; empty for an event.';
COMMENT ON COLUMN timeline.court_id IS 'The court.';
COMMENT ON COLUMN timeline.court IS 'Name of the court in English.';
COMMENT ON COLUMN timeline.main_penalty IS 'The main penalty that a decision tells.';
COMMENT ON COLUMN timeline.term_months IS 'Its whole months.';
COMMENT ON COLUMN timeline.term_days IS 'Its days beyond the whole months.';
COMMENT ON COLUMN timeline.detail IS 'What the source adds.';
