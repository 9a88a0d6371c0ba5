-- severity: error
-- title: Restriction of freedom lasts six months to seven years
-- why: Article 44 of the Criminal Code of 2014; a decision that replaces the rest of another penalty may set less.
-- fix: Look the term up in the source; months and years are easily confused.
-- example: 'one year and six months' coded as term_months 6: write 18
SELECT 'sentences' AS table_name, _line AS line, 'term_months' AS field,
  'restriction of freedom for ' || term_months || ' months, where article 44 knows 6 to 84' AS message
FROM sentences
WHERE main_penalty = 'restriction_of_freedom' AND term_months NOT BETWEEN 6 AND 84
  AND instance <> 'enforcement'
  AND NOT EXISTS (
    SELECT 1 FROM sentences AS earlier
    WHERE earlier.sentence_id = sentences.acts_on_id AND earlier.instance = 'enforcement'
  )
