-- severity: error
-- title: Thirty days and more of a term are months
-- why: term_days is the rest that a source states beside months; a longer one is mostly a term of months.
-- fix: Write months in term_months and the rest in term_days; an arrest in days alone stays in days.
-- example: term_days 45 with imprisonment: look the term up in the source
SELECT 'sentences' AS table_name, _line AS line, 'term_days' AS field,
  term_days || ' days of ' || main_penalty || ' are a month or more' AS message
FROM sentences
WHERE term_days > 30 AND main_penalty <> 'arrest'
