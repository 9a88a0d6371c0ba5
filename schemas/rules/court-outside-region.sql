-- severity: error
-- title: The first judgment falls in the region of the case
-- why: The region of a case is that of its first-instance court; another one is a slip of the court or of the region.
-- fix: Correct region_code of the case or court_id of the judgment.
-- example: a judgment of a court in Taraz in a case of region KZ-19: Taraz lies in KZ-31
SELECT 'sentences' AS table_name, sentences._line AS line, 'court_id' AS field,
  court_id || ' lies in ' || courts.region_code || ', the case in ' || cases.region_code AS message
FROM sentences
JOIN courts USING (court_id)
JOIN cases USING (case_id)
JOIN regions ON regions.region_code = courts.region_code
WHERE instance = 'first' AND courts.region_code <> cases.region_code
  -- A region that was made later: the case may bear the code of its day.
  AND NOT coalesce(regions.valid_from > decided_earliest, false)
  AND NOT EXISTS (
    SELECT 1 FROM sentences AS other WHERE other.case_id = sentences.case_id AND other.effect = 'annulled_remitted'
  )
