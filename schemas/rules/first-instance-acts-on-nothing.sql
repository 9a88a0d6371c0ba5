-- severity: error
-- title: A first judgment acts on no other decision, any other decision acts on one
-- why: The chain from the first judgment to the last decision tells what is in force.
-- fix: Name the decision in acts_on_id, or empty it for a first judgment. If the first judgment is unreported, add it with what the source says of it.
-- example: an appeal with empty acts_on_id: name the judgment that it reviews
SELECT 'sentences' AS table_name, _line AS line, 'acts_on_id' AS field,
  CASE WHEN instance = 'first' THEN 'a first judgment acts on no earlier decision'
       ELSE 'the decision that this one acts on is not named' END AS message
FROM sentences
WHERE (instance = 'first') = (acts_on_id IS NOT NULL)
