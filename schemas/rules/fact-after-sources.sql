-- severity: error
-- title: A source does not report what happened after it was published
-- why: A fact later than every dated source that states it is a slip, mostly of the year.
-- fix: Correct the date of the fact, or of the source; or cite the source that reports it.
-- example: an event of 2022-03-25 cited from an article of 2021-03-26: one of the two years is wrong
-- A day of grace: a page may carry the date of another time zone. What is announced beforehand is exempt.
WITH facts AS (
  SELECT * FROM dates
  WHERE earliest IS NOT NULL AND field NOT IN ('in_force_from', 'ends')
    AND record_id NOT IN (SELECT event_id FROM events WHERE kind = 'hearing_scheduled')
),
supporters AS (
  SELECT facts.*, published_latest,
    citations.field = '*' AS whole, bool_or(citations.field <> '*') OVER (PARTITION BY facts.record_id, facts.field) AS named
  FROM facts
  JOIN citations ON citations.record_id = facts.record_id AND citations.field IN ('*', facts.field)
  JOIN sources USING (source_id)
  WHERE stated_value IS NULL
)
SELECT table_name, line, field, field || ' lies after the last dated source that states it (' || max(published_latest) || ')' AS message
FROM supporters
WHERE published_latest IS NOT NULL AND whole <> named
GROUP BY table_name, line, field, earliest
HAVING earliest > max(published_latest) + 1
