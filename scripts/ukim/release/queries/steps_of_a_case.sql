-- Steps of a case
-- Every event and decision of one case, in the order in which they happened.
SELECT date, step, kind, instance, court, main_penalty, term_months, term_days, detail, record_id
FROM timeline
WHERE case_id = :case_id
ORDER BY rowid
