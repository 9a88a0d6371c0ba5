-- What the sources state, with the case and the house behind each statement.
-- A copy says nothing that its original does not: it stands here as its original.
CREATE VIEW statements AS
WITH records AS (
  SELECT 'bans' AS table_name, ban_id AS record_id, NULL AS case_id, NULL AS person_id FROM bans
  UNION ALL SELECT 'people', person_id, NULL, person_id FROM people
  UNION ALL SELECT 'cases', case_id, case_id, person_id FROM cases
  UNION ALL SELECT 'case_organizations', case_id || '/' || organization_id, case_id, person_id FROM case_organizations JOIN cases USING (case_id)
  UNION ALL SELECT 'charges', charge_id, case_id, person_id FROM charges JOIN cases USING (case_id)
  UNION ALL SELECT 'events', event_id, case_id, person_id FROM events JOIN cases USING (case_id)
  UNION ALL SELECT 'sentences', sentence_id, case_id, person_id FROM sentences JOIN cases USING (case_id)
  UNION ALL SELECT 'additional_penalties', penalty_id, case_id, person_id FROM additional_penalties JOIN sentences USING (sentence_id) JOIN cases USING (case_id)
)
SELECT table_name, record_id, case_id, person_id, field, stated_value, original.source_id, original.read,
  coalesce(group_id, publishers.publisher_id) AS publisher_group
FROM records
JOIN citations USING (record_id)
JOIN sources AS cited USING (source_id)
JOIN sources AS original ON original.source_id = coalesce(cited.copy_of, cited.source_id)
JOIN publishers ON publishers.publisher_id = original.publisher_id
ORDER BY table_name, record_id, field, original.source_id, stated_value;

COMMENT ON VIEW statements IS 'What the sources state: one row a citation, with the case and the publisher behind it.';
COMMENT ON COLUMN statements.table_name IS 'Table of the row that is cited.';
COMMENT ON COLUMN statements.record_id IS 'Key of that row; the parts of a key of several columns are joined by a slash.';
COMMENT ON COLUMN statements.case_id IS 'The case that the row belongs to; empty for bans and people.';
COMMENT ON COLUMN statements.person_id IS 'Who is prosecuted; empty for bans.';
COMMENT ON COLUMN statements.field IS 'Column that the source states, or * for every non-empty cell of the row that no source is cited for by column.';
COMMENT ON COLUMN statements.source_id IS 'The source; of a copy, its original.';
COMMENT ON COLUMN statements.publisher_group IS 'The independent publisher: services and relays of one house are one.';
