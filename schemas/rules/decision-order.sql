-- severity: error
-- title: A decision follows the one that it acts on
-- why: A review before the judgment is a slip of a date or of acts_on_id.
-- fix: Correct the date or acts_on_id.
-- example: an appeal of 2021-02 on a judgment of 2021-04: look up which date is right
SELECT 'sentences' AS table_name, later._line AS line, 'decided' AS field,
  'acts on ' || earlier.sentence_id || ', decided only ' || earlier.decided AS message
FROM sentences AS later
JOIN sentences AS earlier ON earlier.sentence_id = later.acts_on_id
WHERE later.decided_latest < earlier.decided_earliest
