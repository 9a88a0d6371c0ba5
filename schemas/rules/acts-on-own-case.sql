-- severity: error
-- title: A decision acts on one of the same case
-- why: A review or replacement belongs to the case whose penalty it changes.
-- fix: Correct acts_on_id or case_id.
-- example: an appeal of c-7k3m9x whose acts_on_id is a judgment of c-2h8d4t: one of the two ids was copied wrongly
SELECT 'sentences' AS table_name, later._line AS line, 'acts_on_id' AS field,
  later.acts_on_id || ' is a decision of case ' || earlier.case_id AS message
FROM sentences AS later
JOIN sentences AS earlier ON earlier.sentence_id = later.acts_on_id
WHERE earlier.case_id <> later.case_id
