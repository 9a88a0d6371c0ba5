-- severity: error
-- title: The outcome of a charge fits the judgments of its case
-- why: Nobody is convicted of a charge in a case without a conviction, nor acquitted of it without a judgment.
-- fix: Correct the outcome, or add the judgment.
-- example: outcome convicted where the only judgment is an acquittal: write acquitted
SELECT 'charges' AS table_name, charges._line AS line, 'outcome' AS field,
  outcome || if(judgments = 0, ', but the case has no judgment', ', but no judgment of the case says so') AS message
FROM charges
JOIN (
  SELECT cases.case_id, count(sentences._line) AS judgments,
    count(*) FILTER (sentences._line IS NOT NULL AND (effect IS NULL OR effect IN ('convicted', 'annulled'))) AS convicting,
    count(*) FILTER (sentences._line IS NOT NULL AND (effect IS NULL OR effect <> 'terminated')) AS deciding
  FROM cases LEFT JOIN sentences USING (case_id)
  GROUP BY cases.case_id
) USING (case_id)
WHERE ((outcome = 'convicted' AND convicting = 0) OR (outcome = 'acquitted' AND deciding = 0))
  -- While a judgment names no case, or an unknown one, it may be this case's.
  AND NOT EXISTS (SELECT 1 FROM sentences ANTI JOIN cases USING (case_id))
