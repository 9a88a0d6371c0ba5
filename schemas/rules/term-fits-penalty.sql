-- severity: error
-- title: Term, fine and regime fit the main penalty
-- why: A term belongs to a penalty that lasts, a sum to a fine, a regime to imprisonment.
-- fix: Correct the main penalty, or empty the cell that does not belong to it.
-- example: prison_regime minimum with restriction_of_freedom: empty the regime or correct the penalty
SELECT 'sentences' AS table_name, _line AS line, misfit.field,
  misfit.field || ' does not go with main penalty ' || coalesce(main_penalty, '(unknown)') AS message
FROM sentences,
  LATERAL (
    VALUES
      ('term_months', term_months::VARCHAR, main_penalty IN ('imprisonment', 'suspended_imprisonment', 'restriction_of_freedom', 'arrest', 'corrective_labour')),
      ('term_days', term_days::VARCHAR, main_penalty IN ('imprisonment', 'suspended_imprisonment', 'restriction_of_freedom', 'arrest', 'corrective_labour')),
      ('fine_kzt', fine_kzt::VARCHAR, main_penalty = 'fine'),
      ('prison_regime', prison_regime, main_penalty = 'imprisonment')
  ) AS misfit(field, value, fits)
WHERE misfit.value IS NOT NULL AND NOT coalesce(misfit.fits, false)
