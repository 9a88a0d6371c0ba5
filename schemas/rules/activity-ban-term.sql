-- severity: error
-- title: A ban on activities lasts one to ten years
-- why: Article 50 of the Criminal Code of 2014; a decision that replaces the rest of another penalty may set less.
-- fix: Look the term up in the source; months and years are easily confused.
-- example: 'three years' coded as 3 months: write 36
SELECT 'additional_penalties' AS table_name, additional_penalties._line AS line, 'amount' AS field,
  'a ban for ' || amount || ' months, where article 50 knows 12 to 120' AS message
FROM additional_penalties JOIN sentences USING (sentence_id)
WHERE kind = 'activity_ban' AND unit = 'months' AND (amount > 120 OR amount < 12 AND instance <> 'enforcement')
