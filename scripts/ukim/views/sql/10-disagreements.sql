-- Where sources say otherwise than the tables.
CREATE VIEW disagreements AS
WITH otherwise AS (
  SELECT table_name, record_id, case_id, person_id, field, stated_value,
    list_sort(list(DISTINCT source_id)) AS stated_by_sources, list_sort(list(DISTINCT publisher_group)) AS stated_by_groups
  FROM statements WHERE stated_value IS NOT NULL GROUP BY ALL
),
disputed AS (
  SELECT DISTINCT record_id, field FROM otherwise
),
-- Who is cited for the whole row states a cell only where nobody is cited for its value by column.
behind AS (
  SELECT record_id, disputed.field,
    list_sort(list(DISTINCT source_id)) AS value_sources, list_sort(list(DISTINCT publisher_group)) AS value_groups
  FROM disputed JOIN statements USING (record_id)
  WHERE statements.field IN (disputed.field, '*')
    AND (record_id, disputed.field, source_id) NOT IN (SELECT (record_id, field, source_id) FROM statements WHERE stated_value IS NOT NULL)
  GROUP BY record_id, disputed.field, statements.field
  QUALIFY row_number() OVER (PARTITION BY record_id, disputed.field ORDER BY statements.field = '*') = 1
),
cells AS (
  FROM (UNPIVOT (SELECT ban_id AS record_id, COLUMNS(*)::VARCHAR FROM bans WHERE ban_id IN (SELECT record_id FROM disputed)) ON COLUMNS(* EXCLUDE record_id) INTO NAME field VALUE value)
  UNION ALL FROM (UNPIVOT (
    SELECT person_id AS record_id, COLUMNS(*)::VARCHAR FROM (SELECT * REPLACE (array_to_string(other_names, ';') AS other_names) FROM people)
    WHERE person_id IN (SELECT record_id FROM disputed)
  ) ON COLUMNS(* EXCLUDE record_id) INTO NAME field VALUE value)
  UNION ALL FROM (UNPIVOT (SELECT case_id AS record_id, COLUMNS(*)::VARCHAR FROM cases WHERE case_id IN (SELECT record_id FROM disputed)) ON COLUMNS(* EXCLUDE record_id) INTO NAME field VALUE value)
  UNION ALL FROM (UNPIVOT (
    SELECT case_id || '/' || organization_id AS record_id, COLUMNS(*)::VARCHAR FROM case_organizations
    WHERE case_id || '/' || organization_id IN (SELECT record_id FROM disputed)
  ) ON COLUMNS(* EXCLUDE record_id) INTO NAME field VALUE value)
  UNION ALL FROM (UNPIVOT (SELECT charge_id AS record_id, COLUMNS(*)::VARCHAR FROM charges WHERE charge_id IN (SELECT record_id FROM disputed)) ON COLUMNS(* EXCLUDE record_id) INTO NAME field VALUE value)
  UNION ALL FROM (UNPIVOT (SELECT event_id AS record_id, COLUMNS(*)::VARCHAR FROM events WHERE event_id IN (SELECT record_id FROM disputed)) ON COLUMNS(* EXCLUDE record_id) INTO NAME field VALUE value)
  UNION ALL FROM (UNPIVOT (SELECT sentence_id AS record_id, COLUMNS(*)::VARCHAR FROM sentences WHERE sentence_id IN (SELECT record_id FROM disputed)) ON COLUMNS(* EXCLUDE record_id) INTO NAME field VALUE value)
  UNION ALL FROM (UNPIVOT (
    SELECT penalty_id AS record_id, COLUMNS(*)::VARCHAR FROM (SELECT * REPLACE (array_to_string(scope, ';') AS scope) FROM additional_penalties)
    WHERE penalty_id IN (SELECT record_id FROM disputed)
  ) ON COLUMNS(* EXCLUDE record_id) INTO NAME field VALUE value)
)
SELECT table_name, record_id, case_id, person_id, people.name, field, value, otherwise.stated_value,
  value_sources, value_groups, stated_by_sources, stated_by_groups
FROM otherwise
LEFT JOIN people USING (person_id)
LEFT JOIN cells USING (record_id, field)
LEFT JOIN behind USING (record_id, field)
ORDER BY table_name, record_id, field, stated_value;

COMMENT ON VIEW disagreements IS 'Where sources say otherwise than the tables: one row a cell and a value stated for it instead.';
COMMENT ON COLUMN disagreements.table_name IS 'The table.';
COMMENT ON COLUMN disagreements.record_id IS 'Key of the row; the parts of a key of several columns are joined by a slash.';
COMMENT ON COLUMN disagreements.case_id IS 'The case that the row belongs to; empty for bans and people.';
COMMENT ON COLUMN disagreements.person_id IS 'Who is prosecuted; empty for bans.';
COMMENT ON COLUMN disagreements.name IS 'Name of the person.';
COMMENT ON COLUMN disagreements.field IS 'The column.';
COMMENT ON COLUMN disagreements.value IS 'Value that stands, as CSV writes it.';
COMMENT ON COLUMN disagreements.value_sources IS 'Sources of the value that stands.';
COMMENT ON COLUMN disagreements.value_groups IS 'Independent publishers among them; services and relays of one house are one.';
COMMENT ON COLUMN disagreements.stated_by_sources IS 'Sources that state the other value.';
COMMENT ON COLUMN disagreements.stated_by_groups IS 'Independent publishers among them.';
