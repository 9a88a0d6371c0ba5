-- What we count, held against each total that somebody published over the same group of cases.
-- A total over the two groups, or over article 405, can be compared: the other bases hold cases that are out of our scope.
CREATE VIEW coverage AS
WITH reached AS (
  SELECT 'investigated' AS stage, case_id, min(date_earliest) AS earliest, min(date_latest) AS latest
  FROM cases LEFT JOIN timeline USING (case_id) GROUP BY case_id
  UNION ALL
  SELECT 'charged', case_id, min(date_earliest), min(date_latest)
  FROM charges LEFT JOIN (
    SELECT * FROM timeline LEFT JOIN event_stages USING (kind) WHERE event_stages.stage >= 2 OR instance = 'first'
  ) USING (case_id) GROUP BY case_id
  UNION ALL
  SELECT 'convicted', case_id, min(date_earliest), min(date_latest) FROM timeline WHERE kind = 'convicted' GROUP BY case_id
  UNION ALL
  SELECT 'detained', case_id, date_earliest, date_latest
  FROM timeline WHERE kind IN ('detained', 'custody_ordered', 'custody_extended', 'returned_to_custody')
),
counts AS (
  SELECT *, coalesce(period_from_earliest, '-infinity'::DATE) AS begins,
    coalesce(period_to_latest, as_of_latest, 'infinity'::DATE) AS ends
  FROM published_counts
),
ours AS (
  SELECT count_id, CASE unit WHEN 'people' THEN person_id ELSE case_id END AS one,
    bool_or(coalesce(earliest >= begins OR begins = '-infinity', false) AND coalesce(latest <= ends OR ends = 'infinity', false)) AS is_sure
  FROM counts JOIN reached USING (stage) JOIN cases USING (case_id)
  WHERE coalesce(latest >= begins, true) AND coalesce(earliest <= ends, true)
    AND (basis = 'dvk_koshe' OR case_id IN (SELECT case_id FROM charges JOIN offences USING (offence_id) WHERE article = '405'))
  GROUP BY ALL
),
totals AS (
  SELECT count_id, count(one) FILTER (is_sure) AS counted, count(one) AS counted_at_most
  FROM counts LEFT JOIN ours USING (count_id)
  -- Who is held or imprisoned on a day cannot be counted: releases are often not reported.
  WHERE unit <> 'events' AND stage <> 'imprisoned' AND (stage <> 'detained' OR period_from IS NOT NULL)
    AND basis IN ('dvk_koshe', 'art_405')
  GROUP BY count_id
)
SELECT count_id, source_id, unit, stage, basis, period_from, period_to, as_of, bound, value AS published_value,
  counted, counted_at_most, round(counted / value, 3) AS share
FROM counts LEFT JOIN totals USING (count_id)
ORDER BY count_id;

COMMENT ON VIEW coverage IS 'What the tables count, held against each published total; empty where the total counts what the tables do not hold.';
COMMENT ON COLUMN coverage.count_id IS 'The published total.';
COMMENT ON COLUMN coverage.source_id IS 'Where it is published.';
COMMENT ON COLUMN coverage.unit IS 'What is counted.';
COMMENT ON COLUMN coverage.stage IS 'The step that those counted had reached.';
COMMENT ON COLUMN coverage.basis IS 'Over what they were prosecuted.';
COMMENT ON COLUMN coverage.published_value IS 'The published total itself.';
COMMENT ON COLUMN coverage.counted IS 'People or cases of the tables that surely reached the stage in the period, or by the day for which the total holds; article 405 counts those charged under it.';
COMMENT ON COLUMN coverage.counted_at_most IS 'The same, with those whose dates leave it open.';
COMMENT ON COLUMN coverage.share IS 'Counted for each one published.';
