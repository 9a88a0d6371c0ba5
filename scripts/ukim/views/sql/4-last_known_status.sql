-- What is last known of a case, not what is so today: nobody knows that.
-- A judgment counts before any event; events tell the stage only while no judgment stands.
CREATE VIEW last_known_status AS
WITH ordered AS (
  SELECT decisions_in_order.*, decided, decided_earliest FROM decisions_in_order JOIN sentences USING (sentence_id)
),
on_guilt AS (
  SELECT * FROM ordered WHERE NOT on_serving QUALIFY row_number() OVER (PARTITION BY case_id ORDER BY position DESC) = 1
),
on_serving AS (
  SELECT * FROM ordered WHERE on_serving QUALIFY row_number() OVER (PARTITION BY case_id, root_id ORDER BY position DESC) = 1
),
-- While a conviction stands, the last decision on serving its penalty tells the status and the penalty.
judged AS (
  SELECT on_guilt.case_id,
    CASE WHEN served THEN on_serving.sentence_id ELSE on_guilt.sentence_id END AS sentence_id,
    CASE WHEN served THEN on_serving.status ELSE on_guilt.status END AS status,
    CASE WHEN served THEN on_serving.main_penalty ELSE on_guilt.main_penalty END AS main_penalty,
    CASE WHEN served THEN on_serving.term_months ELSE on_guilt.term_months END AS term_months,
    CASE WHEN served THEN on_serving.term_days ELSE on_guilt.term_days END AS term_days,
    CASE WHEN served AND on_serving.position > on_guilt.position THEN on_serving.decided ELSE on_guilt.decided END AS as_of,
    CASE WHEN served AND on_serving.position > on_guilt.position THEN on_serving.decided_earliest ELSE on_guilt.decided_earliest END AS since
  FROM on_guilt
  LEFT JOIN on_serving ON on_serving.case_id = on_guilt.case_id AND on_serving.root_id = on_guilt.root_id,
  LATERAL (SELECT on_guilt.status = 'convicted' AND on_serving.sentence_id IS NOT NULL AS served)
),
-- A date of a month or a year may lie before or after another: of the steps that may be the last, the furthest stage counts.
steps AS (
  SELECT case_id, date, date_latest, stage, event_stages.status,
    max(coalesce(date_earliest, date_latest)) OVER (PARTITION BY case_id) AS last_begin
  FROM events JOIN event_stages USING (kind) LEFT JOIN judged USING (case_id)
  WHERE stage IS NOT NULL
    AND (judged.status IS NULL OR (judged.status IN ('remitted', 'annulled') AND coalesce(date_latest >= since, false)))
),
before_judgment AS (
  SELECT case_id, date AS as_of, status FROM steps
  WHERE last_begin IS NULL OR date_latest >= last_begin
  QUALIFY row_number() OVER (PARTITION BY case_id ORDER BY stage DESC, date_latest DESC, date) = 1
),
-- Leaving or entering prison after the last decision. Who serves no imprisonment is not released from it.
-- Who is taken back into custody no longer serves the milder penalty; what is served instead, no decision says.
custody AS (
  SELECT case_id, date AS as_of, kind,
    kind = 'returned_to_custody' AND NOT is_prison AS is_penalty_gone,
    kind = 'returned_to_custody' AND (NOT is_prison OR judged.status = 'released' OR bool_or(kind = 'released') OVER (PARTITION BY case_id)) AS is_taken_back
  FROM events JOIN judged USING (case_id),
  LATERAL (SELECT coalesce(main_penalty IN ('imprisonment', 'arrest'), false) AS is_prison)
  WHERE kind IN ('released', 'returned_to_custody')
    AND judged.status IN ('convicted', 'released') AND (since IS NULL OR date_latest >= since)
  QUALIFY row_number() OVER (PARTITION BY case_id ORDER BY date_latest DESC, event_id) = 1 AND (is_prison OR kind = 'returned_to_custody')
),
deaths AS (
  SELECT case_id, any_value(date) AS as_of FROM events WHERE kind = 'died' GROUP BY case_id
)
SELECT cases.case_id,
  CASE
    WHEN deaths.case_id IS NOT NULL THEN 'died'
    WHEN before_judgment.case_id IS NOT NULL THEN before_judgment.status
    WHEN custody.kind = 'released' THEN 'released'
    WHEN custody.kind = 'returned_to_custody' THEN 'convicted'
    ELSE judged.status
  END AS last_known_status,
  CASE
    WHEN deaths.case_id IS NOT NULL THEN deaths.as_of
    WHEN before_judgment.case_id IS NOT NULL THEN before_judgment.as_of
    WHEN custody.case_id IS NOT NULL THEN custody.as_of
    ELSE judged.as_of
  END AS status_as_of,
  CASE WHEN is_penalty_gone IS NOT TRUE THEN judged.main_penalty END AS last_known_main_penalty,
  CASE WHEN is_penalty_gone IS NOT TRUE THEN judged.term_months END AS last_known_term_months,
  CASE WHEN is_penalty_gone IS NOT TRUE THEN judged.term_days END AS last_known_term_days,
  judged.sentence_id AS standing_sentence_id,
  coalesce(is_taken_back, false) AS is_taken_back
FROM cases
LEFT JOIN judged USING (case_id)
LEFT JOIN before_judgment USING (case_id)
LEFT JOIN custody USING (case_id)
LEFT JOIN deaths USING (case_id)
ORDER BY cases.case_id;

COMMENT ON VIEW last_known_status IS 'What is last known of each case. Nobody knows the current status.';
COMMENT ON COLUMN last_known_status.case_id IS 'The case.';
COMMENT ON COLUMN last_known_status.last_known_status IS 'investigated, charged, on_trial, convicted (the main penalty tells what is served), acquitted, terminated, annulled, remitted (sent for a new hearing), released (from imprisonment), died; empty where no step says.';
COMMENT ON COLUMN last_known_status.status_as_of IS 'Date of the step that says so, as precise as its source; empty where that step is not dated.';
COMMENT ON COLUMN last_known_status.last_known_main_penalty IS 'Main penalty that stands after the last decision; empty where unknown or where none stands, and where a person who served a milder one than imprisonment was taken back into custody.';
COMMENT ON COLUMN last_known_status.last_known_term_months IS 'Its whole months.';
COMMENT ON COLUMN last_known_status.last_known_term_days IS 'Its days beyond the whole months.';
COMMENT ON COLUMN last_known_status.standing_sentence_id IS 'The decision that this penalty rests on; empty before a judgment.';
COMMENT ON COLUMN last_known_status.is_taken_back IS 'Whether the person was taken back into custody after that decision, from liberty or a milder penalty; how much of the term is left is then unknown.';
