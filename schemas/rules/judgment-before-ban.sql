-- severity: error
-- title: Nobody is convicted under article 405 before a ban of the group
-- why: The article punishes the activity of a group after a court has banned it.
-- fix: Look the date of the judgment and the group of the case up in the source.
-- example: a conviction under kz-cc-2014-405-2 of 2017-05 over a group banned in 2018-03: the year is wrong
WITH banned AS (
  SELECT case_id, min(decided_earliest) AS since
  FROM case_organizations JOIN bans USING (organization_id)
  GROUP BY case_id
  HAVING bool_and(decided_earliest IS NOT NULL)
)
SELECT 'sentences' AS table_name, sentences._line AS line, 'decided' AS field,
  'convicted under article 405 before the first ban of the group, ' || since AS message
FROM sentences JOIN banned USING (case_id)
WHERE effect = 'convicted' AND decided_latest < since
  AND case_id IN (
    SELECT case_id FROM charges JOIN offences USING (offence_id)
    WHERE article = '405' AND coalesce(outcome, 'convicted') = 'convicted'
  )
