-- The last day to which the term that stands after each decision can run, as far as the reports go.
-- It runs from the day that a decision names, else from the judgment, the decision on appeal where there is one, or the
-- replacement; cassation does not start it anew. Where serving was put off, or taken up again after a break of unknown
-- length, it starts at infinity: no day of its end is certain.
CREATE VIEW term_ends AS
WITH RECURSIVE decisions AS (
  SELECT sentence_id, follows_id, instance, effect, decided_latest, counted_from_latest, ends_latest, standing.main_penalty,
    CASE WHEN coalesce(standing.term_months, standing.term_days) IS NOT NULL
      THEN to_months(coalesce(standing.term_months, 0)::INTEGER) + to_days(coalesce(standing.term_days, 0)::INTEGER)
    END AS term,
    instance = 'enforcement' AND sentences.main_penalty IS NOT NULL AS starts_anew,
    effect IN ('deferred', 'annulled', 'annulled_remitted') AS breaks_off
  FROM decisions_in_order AS standing JOIN sentences USING (sentence_id)
),
clocks AS (
  SELECT sentence_id, main_penalty, term, counted_from_latest IS NOT NULL AS is_counted, ends_latest IS NOT NULL AS is_stated,
    coalesce(counted_from_latest, decided_latest) AS starts_by,
    coalesce(ends_latest, CAST(coalesce(counted_from_latest, decided_latest) + term AS DATE)) AS ends_by
  FROM decisions WHERE follows_id IS NULL
  UNION ALL
  SELECT later.sentence_id, later.main_penalty, later.term,
    later.counted_from_latest IS NOT NULL OR (goes_on AND earlier.is_counted),
    later.ends_latest IS NOT NULL OR keeps_its_end,
    start,
    CASE
      WHEN later.ends_latest IS NOT NULL THEN later.ends_latest
      WHEN keeps_its_end THEN earlier.ends_by
      -- A term that was cut ends no later than it would have.
      WHEN later.effect = 'shortened' THEN least(earlier.ends_by, runs_to)
      ELSE runs_to
    END
  FROM decisions AS later JOIN clocks AS earlier ON earlier.sentence_id = later.follows_id,
  LATERAL (SELECT NOT breaks_off AND NOT starts_anew AND later.main_penalty IS NOT DISTINCT FROM earlier.main_penalty AS goes_on),
  LATERAL (SELECT goes_on AND earlier.is_stated AND later.term IS NOT DISTINCT FROM earlier.term AS keeps_its_end),
  LATERAL (
    SELECT CASE
      WHEN later.counted_from_latest IS NOT NULL THEN later.counted_from_latest
      WHEN breaks_off THEN 'infinity'::DATE
      WHEN goes_on AND (instance <> 'appeal' OR earlier.is_counted OR isinf(earlier.starts_by)) THEN earlier.starts_by
      ELSE later.decided_latest
    END AS start
  ),
  LATERAL (SELECT CASE WHEN NOT isinf(start) THEN CAST(start + later.term AS DATE) END AS runs_to)
)
SELECT sentence_id, ends_by, CASE WHEN ends_by IS NULL THEN 'unknown' WHEN is_stated THEN 'stated' ELSE 'counted' END AS end_basis
FROM clocks
ORDER BY sentence_id;

COMMENT ON VIEW term_ends IS 'When the term of the main penalty that stands after each decision runs out at the latest, as far as the reports go.';
COMMENT ON COLUMN term_ends.sentence_id IS 'The decision.';
COMMENT ON COLUMN term_ends.ends_by IS 'Last day to which the term can run: as a source states it, else the term counted from counted_from, else from the decision that it runs from; empty where unknown. An appeal that no source reports may move it.';
COMMENT ON COLUMN term_ends.end_basis IS 'stated (by a source), counted (from the term), unknown.';
