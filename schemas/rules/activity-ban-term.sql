-- severity: error
-- title: A ban on activities lasts one to ten years
-- why: Article 50 of the Criminal Code of 2014.
-- fix: Look the term up in the source; months and years are easily confused.
-- example: 'three years' coded as 3 months: write 36
SELECT 'additional_penalties' AS table_name, _line AS line, 'amount' AS field,
  'a ban for ' || amount || ' months is outside article 50' AS message
FROM additional_penalties
WHERE kind = 'activity_ban' AND unit = 'months' AND amount NOT BETWEEN 12 AND 120
