-- severity: error
-- title: A settlement has one spelling
-- why: Two spellings of one place would be counted as two places.
-- fix: Write it as the other rows do; the Kazakh name in Latin letters is meant: Qaraghandy, Oral, Aqtau.
-- example: Kyzylorda in one case and Qyzylorda in another: write Qyzylorda in both
WITH used AS (
  SELECT folded, spelling, count(*) AS times
  FROM spellings WHERE field = 'settlement'
  GROUP BY folded, spelling
)
SELECT table_name, line, field, spelling || ' is also spelt ' || usual AS message
FROM spellings
JOIN (SELECT folded, arg_max(spelling, (times, spelling)) AS usual FROM used GROUP BY folded) USING (folded)
WHERE field = 'settlement' AND spelling <> usual
