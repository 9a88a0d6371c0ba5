-- severity: error
-- title: Who is acquitted gets no penalty
-- why: An acquittal or a termination imposes nothing.
-- fix: Write none as main penalty and delete its additional penalties, or correct the effect.
-- example: effect acquitted with main_penalty fine: the fine belongs to another decision, or the effect is wrong
SELECT 'sentences' AS table_name, _line AS line, 'main_penalty' AS field,
  effect || ' with a main penalty' AS message
FROM sentences
WHERE effect IN ('acquitted', 'terminated', 'annulled_acquitted', 'annulled_terminated') AND main_penalty <> 'none'
UNION ALL
SELECT 'additional_penalties', additional_penalties._line, 'sentence_id',
  'an additional penalty of a decision with effect ' || effect
FROM additional_penalties JOIN sentences USING (sentence_id)
WHERE effect IN ('acquitted', 'terminated', 'annulled_acquitted', 'annulled_terminated') AND kind NOT IN ('costs', 'damages')
