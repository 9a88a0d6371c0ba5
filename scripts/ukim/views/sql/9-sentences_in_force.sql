-- The sentences that are being served as of the release, as far as the reports go.
CREATE VIEW sentences_in_force AS
SELECT case_id, cases.person_id, people.name, standing_sentence_id AS sentence_id, decided, instance, effect,
  last_known_main_penalty AS main_penalty, last_known_term_months AS term_months, last_known_term_days AS term_days,
  status_as_of, end_by AS ends_by, CASE WHEN end_by IS NULL THEN 'unknown' ELSE end_basis END AS end_basis, as_of_day
FROM last_known_status AS known
JOIN cases USING (case_id)
JOIN people USING (person_id)
JOIN sentences ON sentences.sentence_id = standing_sentence_id
JOIN term_ends ON term_ends.sentence_id = standing_sentence_id
CROSS JOIN release_day,
-- How the time outside prison counts is not known.
LATERAL (SELECT CASE WHEN NOT is_taken_back THEN ends_by END AS end_by)
WHERE last_known_status = 'convicted' AND last_known_main_penalty IS DISTINCT FROM 'none'
  AND NOT coalesce(end_by < as_of_day, false)
ORDER BY case_id;

COMMENT ON VIEW sentences_in_force IS 'The decision that stands in each case whose penalty is served as of the release, as far as the reports go: without those whose term has certainly run out, and without the acquitted, the released and the dead. Not who is in prison today: nobody knows.';
COMMENT ON COLUMN sentences_in_force.case_id IS 'The case.';
COMMENT ON COLUMN sentences_in_force.person_id IS 'Who is prosecuted.';
COMMENT ON COLUMN sentences_in_force.name IS 'Name of the person.';
COMMENT ON COLUMN sentences_in_force.sentence_id IS 'The decision that stands.';
COMMENT ON COLUMN sentences_in_force.decided IS 'When it was pronounced.';
COMMENT ON COLUMN sentences_in_force.instance IS 'The stage at which it fell.';
COMMENT ON COLUMN sentences_in_force.main_penalty IS 'Main penalty that stands; empty where unknown. A fine has no term: its end is unknown.';
COMMENT ON COLUMN sentences_in_force.term_months IS 'Its whole months.';
COMMENT ON COLUMN sentences_in_force.term_days IS 'Its days beyond the whole months.';
COMMENT ON COLUMN sentences_in_force.ends_by IS 'Last day to which the term can run, as `term_ends` tells it; empty where unknown, and where the person was taken back into custody.';
COMMENT ON COLUMN sentences_in_force.end_basis IS 'stated (by a source), counted (from the term), unknown: such a sentence may have run out.';
COMMENT ON COLUMN sentences_in_force.as_of_day IS 'The day for which the row says so. It moves the end of terms only: steps after it are not taken back.';
