-- severity: error
-- title: A review says what it did
-- why: A penalty that was upheld is the same, one that was increased or reduced is not.
-- fix: Correct the effect, the penalty or the term; a changed ban or payment alone is amended.
-- example: effect upheld with term_months 26 on a judgment of 18: write increased
WITH terms AS (
  SELECT *, coalesce(term_months, 0) * 30 + coalesce(term_days, 0) AS days,
    coalesce(term_months, term_days) IS NOT NULL AS is_known FROM sentences
)
SELECT 'sentences' AS table_name, review._line AS line, 'effect' AS field,
  review.effect || ', but the term was ' || coalesce(earlier.term_months::VARCHAR, '0') || ' months and is '
    || coalesce(review.term_months::VARCHAR, '0') AS message
FROM terms AS review JOIN terms AS earlier ON earlier.sentence_id = review.acts_on_id
WHERE review.main_penalty = earlier.main_penalty AND review.is_known AND earlier.is_known
  AND CASE review.effect
    WHEN 'upheld' THEN review.days <> earlier.days
    WHEN 'reduced' THEN review.days > earlier.days
    WHEN 'increased' THEN review.days < earlier.days
    ELSE false
  END
UNION ALL
SELECT 'sentences', review._line, 'main_penalty', 'upheld, but the main penalty was ' || earlier.main_penalty
FROM sentences AS review JOIN sentences AS earlier ON earlier.sentence_id = review.acts_on_id
WHERE review.effect = 'upheld' AND review.main_penalty <> earlier.main_penalty
