-- severity: warning
-- title: One person is one row
-- why: Two rows for one person split the case and count the person twice.
-- fix: Look whether they are one: if so, keep one row and put the other name into other_names; if not, add the pair to data/distinct_people.csv with what shows it.
-- example: Mysal Ulgiliev and Mysal Oulgiliev, both tried in one month: two spellings in two articles
WITH forms AS (SELECT DISTINCT record_id AS person_id, folded FROM spellings WHERE table_name = 'people'),
steps AS (
  SELECT person_id, coalesce(earliest, latest) AS day
  FROM dates JOIN (
    SELECT case_id AS record_id, case_id FROM cases
    UNION ALL SELECT event_id, case_id FROM events
    UNION ALL SELECT sentence_id, case_id FROM sentences
  ) USING (record_id) JOIN cases USING (case_id)
),
spans AS (SELECT person_id, min(day) AS begun, max(day) AS ended FROM steps GROUP BY person_id),
said AS (
  SELECT DISTINCT person_id, coalesce(copy_of, source_id) AS source_id
  FROM citations JOIN sources USING (source_id) JOIN (
    SELECT person_id AS record_id, person_id FROM people
    UNION ALL SELECT case_id, person_id FROM cases
  ) USING (record_id)
),
pairs AS (
  SELECT DISTINCT one.person_id, other.person_id AS other_id
  FROM forms AS one JOIN forms AS other ON one.folded = other.folded AND one.person_id < other.person_id
  ANTI JOIN distinct_people AS settled
    ON least(settled.person_id, settled.other_person_id) = one.person_id
    AND greatest(settled.person_id, settled.other_person_id) = other.person_id
),
reasons AS (
  SELECT pairs.*, 1 AS nth, 'a source speaks of both' AS reason
  FROM pairs
  JOIN said AS one ON one.person_id = pairs.person_id
  JOIN said AS other ON other.person_id = other_id AND other.source_id = one.source_id
  UNION ALL
  SELECT pairs.*, 2, 'the cases lie within two years of each other'
  FROM pairs
  JOIN spans AS one ON one.person_id = pairs.person_id
  JOIN spans AS other ON other.person_id = other_id
  WHERE one.begun <= other.ended + INTERVAL 2 YEAR AND other.begun <= one.ended + INTERVAL 2 YEAR
)
SELECT 'people' AS table_name, people._line AS line, 'name' AS field,
  'may be the same person as ' || reasons.person_id || ': the names are spellings of one, and '
    || arg_min(reason, nth) AS message,
  reasons.person_id AS other_id
FROM reasons JOIN people ON people.person_id = other_id
GROUP BY people._line, reasons.person_id
