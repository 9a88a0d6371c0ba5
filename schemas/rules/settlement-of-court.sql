-- severity: error
-- title: The settlement of a case is the seat of its first-instance court
-- why: The codebook says so; another spelling or place splits one court over two settlements.
-- fix: Write the settlement as the court has it, or correct court_id of the judgment.
-- example: a judgment of a court in Qaraghandy in a case with settlement Karaganda: write Qaraghandy
SELECT 'cases' AS table_name, cases._line AS line, 'settlement' AS field,
  cases.settlement || ' is not the seat of ' || court_id || ', ' || courts.settlement AS message
FROM cases
JOIN sentences USING (case_id)
JOIN courts USING (court_id)
WHERE instance = 'first' AND cases.settlement <> courts.settlement
  AND NOT EXISTS (
    SELECT 1 FROM sentences AS other WHERE other.case_id = cases.case_id AND other.effect = 'annulled_remitted'
  )
