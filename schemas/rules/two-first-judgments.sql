-- severity: error
-- title: A case has one first judgment, and one more each time it is sent back
-- why: Two first judgments in a case are two cases, or one decision entered twice.
-- fix: Delete the one that stands twice, move it to its own case, or add the review that sent the case back (annulled_remitted).
-- example: two sources date the verdict 20 and 21 December: keep one row, and state the other date in a citation
SELECT 'sentences' AS table_name, _line AS line, 'instance' AS field,
  case_id || ' has ' || firsts || ' first judgments and was sent back ' || sent_back || ' times: ' || ids AS message,
  previous AS other_id
FROM (
  SELECT *, count(*) FILTER (instance = 'first') OVER every AS firsts,
    count(*) FILTER (effect = 'annulled_remitted') OVER every AS sent_back,
    string_agg(sentence_id, ', ') FILTER (instance = 'first') OVER every AS ids,
    row_number() OVER in_order AS nth, lag(sentence_id) OVER in_order AS previous
  FROM sentences
  WINDOW every AS (PARTITION BY case_id), in_order AS (PARTITION BY case_id, instance ORDER BY decided_latest, _line)
)
WHERE instance = 'first' AND nth > 1 + sent_back
