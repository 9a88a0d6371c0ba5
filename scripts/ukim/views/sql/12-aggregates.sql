-- What can be shown without names: counts of cases, one table a dimension.
-- A cross table would give its cells away by two margins; these share nothing but the total.
-- Cells of fewer than three people are shown together, as the rest; into it goes the smallest of the others too, and every
-- one of its size. So the numbers alone decide which cells go, and any two in the rest could be exchanged without a trace.
-- How many it holds, and which, is not told: a cell of zero might be one of them.
CREATE VIEW aggregates AS
WITH cells AS (
  SELECT dimension, value, count(*) AS cases, count(DISTINCT person_id) AS people
  FROM prosecutions, LATERAL (
    VALUES
      ('total', NULL),
      -- A date that leaves the month open is unknown.
      ('month', CASE WHEN date_trunc('month', first_judgment_earliest) = date_trunc('month', first_judgment_latest) THEN strftime(first_judgment_latest, '%Y-%m') END),
      ('region', region_code),
      ('organization', array_to_string(organizations, ';')),
      ('main_penalty', last_known_main_penalty)
  ) AS cell(dimension, value)
  GROUP BY dimension, value
),
measured AS (
  SELECT *, people < 3 AS is_small, min(people) FILTER (people < 3) OVER (PARTITION BY dimension) IS NOT NULL AS has_small,
    min(people) FILTER (people >= 3) OVER (PARTITION BY dimension) AS next_size
  FROM cells
)
SELECT dimension, CASE WHEN NOT is_rest THEN value END AS value, is_rest, sum(cases)::BIGINT AS cases
FROM measured, LATERAL (SELECT is_small OR (has_small AND people = next_size) AS is_rest)
WHERE (SELECT count(DISTINCT person_id) FROM cases) >= 3
GROUP BY ALL
ORDER BY dimension, is_rest, value;

COMMENT ON VIEW aggregates IS 'What can be shown without names: numbers of cases by month, region, organization and main penalty, each by itself. No cell of fewer than three people is shown, nor can it be computed from the others; empty where there are fewer than three people in all.';
COMMENT ON COLUMN aggregates.dimension IS 'total, month (of the first judgment), region (its code), organization (all of a case, joined by a semicolon), main_penalty (the last known).';
COMMENT ON COLUMN aggregates.value IS 'Its value; empty where unknown, and for the rest.';
COMMENT ON COLUMN aggregates.is_rest IS 'Whether the row is the rest: the cells of fewer than three people, with the next smallest, as one number.';
COMMENT ON COLUMN aggregates.cases IS 'Number of cases.';
