-- The decisions of each case in their order, with what stands after each of them.
-- A date of a month or a year may lie before the decision that it follows: the order is that of the chain, then of the dates.
CREATE VIEW decisions_in_order AS
WITH RECURSIVE roots(sentence_id, root_id) AS (
  SELECT sentence_id, sentence_id FROM sentences WHERE acts_on_id IS NULL
  UNION ALL
  SELECT sentences.sentence_id, root_id FROM sentences JOIN roots ON roots.sentence_id = sentences.acts_on_id
),
-- Where a case was sent back once, a first judgment that is not the one annulled, and not certainly older, is the new one.
remittals AS (
  SELECT case_id, any_value(sentence_id) AS remittal_id, any_value(root_id) AS annulled_root_id, any_value(decided_earliest) AS remitted_from
  FROM sentences JOIN roots USING (sentence_id)
  WHERE effect = 'annulled_remitted' AND instance <> 'first'
  GROUP BY case_id HAVING count(*) = 1
),
links AS (
  SELECT sentences.*,
    coalesce(acts_on_id, CASE WHEN sentence_id <> annulled_root_id AND NOT coalesce(decided_latest < remitted_from, false) THEN remittal_id END) AS follows_id
  FROM sentences LEFT JOIN remittals USING (case_id)
),
chain AS (
  SELECT sentence_id, case_id, follows_id, sentence_id AS root_id, coalesce(decided_earliest, decided_latest) AS day, 0 AS depth,
    instance = 'enforcement' AS on_serving,
    CASE WHEN effect IN ('acquitted', 'terminated') THEN effect ELSE 'convicted' END AS status,
    NULL::VARCHAR AS status_before,
    CASE WHEN main_penalty IS NOT NULL THEN struct_pack(main_penalty := main_penalty, term_months := term_months, term_days := term_days) END AS penalty,
    NULL::STRUCT(main_penalty VARCHAR, term_months BIGINT, term_days BIGINT) AS penalty_before
  FROM links WHERE follows_id IS NULL
  UNION ALL
  SELECT later.sentence_id, later.case_id, later.follows_id,
    CASE WHEN later.instance = 'first' THEN later.sentence_id ELSE earlier.root_id END,
    greatest(coalesce(later.decided_earliest, later.decided_latest, earlier.day), coalesce(earlier.day, later.decided_earliest, later.decided_latest)),
    depth + 1,
    later.instance = 'enforcement' OR (earlier.on_serving AND later.instance <> 'first'),
    CASE
      WHEN later.instance = 'first' THEN later.effect
      WHEN later.effect = 'annulled_acquitted' THEN 'acquitted'
      WHEN later.effect = 'annulled_terminated' THEN 'terminated'
      WHEN later.effect IN ('annulled', 'annulled_remitted') AND earlier.on_serving THEN earlier.status_before
      WHEN later.effect = 'annulled_remitted' THEN 'remitted'
      WHEN later.effect = 'annulled' THEN 'annulled'
      WHEN later.effect IN ('early_released', 'pardoned') THEN 'released'
      WHEN later.effect IN ('replaced_milder', 'replaced_harsher', 'shortened', 'deferred') THEN 'convicted'
      WHEN later.effect IN ('upheld', 'increased', 'reduced', 'amended') THEN earlier.status
    END,
    earlier.status,
    CASE
      WHEN later.main_penalty IS NOT NULL THEN struct_pack(main_penalty := later.main_penalty, term_months := later.term_months, term_days := later.term_days)
      WHEN later.effect IN ('acquitted', 'terminated', 'annulled_acquitted', 'annulled_terminated') THEN struct_pack(main_penalty := 'none', term_months := NULL::BIGINT, term_days := NULL::BIGINT)
      WHEN later.effect IN ('annulled', 'annulled_remitted') THEN CASE WHEN earlier.on_serving THEN earlier.penalty_before END
      WHEN later.instance <> 'first' AND later.effect NOT IN ('replaced_milder', 'replaced_harsher') THEN earlier.penalty
    END,
    earlier.penalty
  FROM links AS later JOIN chain AS earlier ON earlier.sentence_id = later.follows_id
)
SELECT sentence_id, case_id,
  row_number() OVER (PARTITION BY case_id ORDER BY day NULLS FIRST, depth, sentence_id) AS position,
  follows_id, root_id, day, on_serving, status, penalty.main_penalty AS main_penalty, penalty.term_months AS term_months, penalty.term_days AS term_days
FROM chain
ORDER BY case_id, position;

COMMENT ON VIEW decisions_in_order IS 'The decisions of each case in their order, with the status and the main penalty that stand after each.';
COMMENT ON COLUMN decisions_in_order.sentence_id IS 'The decision.';
COMMENT ON COLUMN decisions_in_order.case_id IS 'The case.';
COMMENT ON COLUMN decisions_in_order.position IS 'Place among the decisions of the case, from 1.';
COMMENT ON COLUMN decisions_in_order.follows_id IS 'The decision before it in the chain: the one that it acts on, or the one that sent the case back; empty for a first judgment.';
COMMENT ON COLUMN decisions_in_order.root_id IS 'The first judgment that the decision goes back to.';
COMMENT ON COLUMN decisions_in_order.day IS 'Day that the order goes by: the first that its date may mean, never before that of the decision it follows.';
COMMENT ON COLUMN decisions_in_order.on_serving IS 'Whether it is about serving the penalty (enforcement, and reviews of it), not about guilt and penalty.';
COMMENT ON COLUMN decisions_in_order.status IS 'Status after it: convicted, acquitted, terminated, annulled, remitted (sent for a new hearing), released.';
COMMENT ON COLUMN decisions_in_order.main_penalty IS 'Main penalty that stands after it; empty where unknown or where none stands until a new judgment.';
COMMENT ON COLUMN decisions_in_order.term_months IS 'Whole months of that penalty.';
COMMENT ON COLUMN decisions_in_order.term_days IS 'Days of that penalty beyond the whole months.';
