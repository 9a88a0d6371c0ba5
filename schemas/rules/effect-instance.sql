-- severity: error
-- title: Effect and instance fit
-- why: A trial court convicts or acquits, a review upholds or changes, enforcement replaces or ends a penalty.
-- fix: Correct instance or effect; the codebook says which effects belong to which instance.
-- example: instance appeal with effect convicted: write upheld, reduced or what the review did
WITH fits(instance, effects) AS (
  VALUES
    ('first', ['convicted', 'acquitted', 'terminated']),
    ('appeal', ['upheld', 'increased', 'reduced', 'amended', 'annulled', 'annulled_acquitted', 'annulled_remitted', 'annulled_terminated']),
    ('cassation', ['upheld', 'increased', 'reduced', 'amended', 'annulled', 'annulled_acquitted', 'annulled_remitted', 'annulled_terminated']),
    ('enforcement', ['replaced_milder', 'replaced_harsher', 'early_released', 'shortened', 'deferred', 'pardoned'])
)
SELECT 'sentences' AS table_name, _line AS line, 'effect' AS field,
  effect || ' is no effect of instance ' || instance AS message
FROM sentences JOIN fits USING (instance)
WHERE NOT list_contains(effects, effect)
