-- severity: error
-- title: Compulsory labour by the year goes with restriction of freedom
-- why: Article 44 of the Criminal Code of 2014: restriction carries a hundred hours a year.
-- fix: Correct the unit or the amount, or the main penalty of the decision.
-- example: 240 hours_per_year: the source may count the hours of the whole term, so write hours
SELECT 'additional_penalties' AS table_name, additional_penalties._line AS line, 'unit' AS field,
  CASE WHEN main_penalty <> 'restriction_of_freedom' THEN 'labour by the year beside ' || main_penalty
       ELSE amount || ' hours a year, where the Code says 100' END AS message
FROM additional_penalties JOIN sentences USING (sentence_id)
WHERE kind = 'compulsory_labour' AND unit = 'hours_per_year'
  AND (main_penalty <> 'restriction_of_freedom' OR amount <> 100)
