-- The status of a case is that of its last dated step that has one: nobody knows the current one.
-- Every kind of event and every effect stands here, with NULL where it leaves the status as it was.
CREATE VIEW last_known_status AS
WITH RECURSIVE meaning(kind, status, stage) AS (
  VALUES
    ('investigation_opened', 'investigated', 1), ('searched', 'investigated', 1), ('detained', 'investigated', 1),
    ('suspect_named', 'investigated', 1), ('custody_ordered', 'investigated', 1), ('house_arrest_ordered', 'investigated', 1),
    ('movement_restricted', 'investigated', 1), ('wanted', 'investigated', 1), ('extradited', 'investigated', 1),
    ('charged', 'charged', 2), ('charge_changed', 'charged', 2),
    ('sent_to_court', 'on_trial', 3), ('trial_opened', 'on_trial', 3), ('hearing', 'on_trial', 3), ('penalty_requested', 'on_trial', 3),
    ('convicted', 'convicted', 4), ('acquitted', 'acquitted', 4), ('terminated', 'terminated', 4),
    ('increased', 'convicted', 5), ('reduced', 'convicted', 5), ('amended', 'convicted', 5),
    ('annulled', 'annulled', 5), ('annulled_acquitted', 'acquitted', 5), ('annulled_remitted', 'remitted', 5),
    ('annulled_terminated', 'terminated', 5),
    ('replaced_milder', 'convicted', 6), ('replaced_harsher', 'convicted', 6), ('shortened', 'convicted', 6), ('deferred', 'convicted', 6),
    ('early_released', 'released', 6), ('pardoned', 'released', 6), ('released', 'released', 7), ('returned_to_custody', 'convicted', 7),
    ('died', 'died', 8),
    ('custody_extended', NULL, 0), ('bailed', NULL, 0), ('freed_pretrial', NULL, 0), ('forensic_placement_ordered', NULL, 0),
    ('cases_joined', NULL, 0), ('case_split', NULL, 0), ('hearing_scheduled', NULL, 0), ('review_filed', NULL, 0),
    ('review_leave_refused', NULL, 0), ('early_release_refused', NULL, 0), ('in_force', NULL, 0),
    ('financial_list_added', NULL, 0), ('financial_list_removed', NULL, 0), ('international_finding', NULL, 0)
),
-- What is upheld keeps the effect of the decision that it goes back to; where a decision on serving the penalty is annulled,
-- the conviction stands.
lasting(sentence_id, effect, acts_on_id) AS (
  SELECT sentences.sentence_id,
    CASE WHEN sentences.effect LIKE 'annulled%' AND earlier.instance = 'enforcement' THEN 'convicted' ELSE sentences.effect END,
    sentences.acts_on_id
  FROM sentences LEFT JOIN sentences AS earlier ON earlier.sentence_id = sentences.acts_on_id
  UNION ALL
  SELECT lasting.sentence_id, earlier.effect, earlier.acts_on_id
  FROM lasting JOIN sentences AS earlier ON earlier.sentence_id = lasting.acts_on_id
  WHERE lasting.effect = 'upheld'
),
steps AS (
  SELECT timeline.case_id, date, date_earliest, date_latest, status, stage
  FROM timeline
  LEFT JOIN lasting ON lasting.sentence_id = timeline.record_id AND lasting.effect <> 'upheld'
  JOIN meaning ON meaning.kind = coalesce(lasting.effect, timeline.kind)
  WHERE status IS NOT NULL
),
-- A date of a month or a year may lie before or after another: of the steps that may be the last, the furthest stage counts.
horizon AS (
  SELECT case_id, max(coalesce(date_earliest, date_latest)) AS last_begin FROM steps GROUP BY case_id
)
SELECT case_id,
  arg_max(status, struct_pack(stage := stage, day := coalesce(date_latest, DATE '0001-01-01'))) AS last_known_status,
  arg_max(date, struct_pack(stage := stage, day := coalesce(date_latest, DATE '0001-01-01'))) AS status_as_of
FROM steps JOIN horizon USING (case_id)
WHERE last_begin IS NULL OR date_latest >= last_begin
GROUP BY case_id;

COMMENT ON VIEW last_known_status IS 'The status of each case after its last dated step that says one, and the date of that step. Nobody knows the current one.';
COMMENT ON COLUMN last_known_status.case_id IS 'The case.';
COMMENT ON COLUMN last_known_status.last_known_status IS 'Status after the last dated step: investigated, charged, on_trial, convicted, acquitted, terminated, annulled, remitted (sent for a new hearing), released (left custody or prison, or released early), died.';
COMMENT ON COLUMN last_known_status.status_as_of IS 'Date of that step, as precise as its source; empty where no step is dated.';
