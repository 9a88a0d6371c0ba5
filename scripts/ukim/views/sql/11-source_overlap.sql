-- Which publishers know which case.
-- How many cases two of them share is this view joined with itself: SELECT a.publisher_group, b.publisher_group, count(*) FROM source_overlap AS a JOIN source_overlap AS b USING (case_id) GROUP BY ALL
CREATE VIEW source_overlap AS
WITH known AS (
  SELECT case_id, publisher_group, count(DISTINCT source_id) AS sources,
    count(DISTINCT source_id) FILTER (read = 'full') AS sources_read_in_full
  FROM statements WHERE case_id IS NOT NULL GROUP BY case_id, publisher_group
)
SELECT case_id, publisher_group, publishers.name AS publisher, sources, sources_read_in_full,
  count(*) OVER (PARTITION BY publisher_group) AS cases_of_group, count(*) OVER (PARTITION BY case_id) AS groups_of_case
FROM known JOIN publishers ON publishers.publisher_id = publisher_group
ORDER BY case_id, publisher_group;

COMMENT ON VIEW source_overlap IS 'Which independent publishers know which case: one row a case and a publisher. Joined with itself by case it tells how many cases two of them share.';
COMMENT ON COLUMN source_overlap.case_id IS 'The case.';
COMMENT ON COLUMN source_overlap.publisher_group IS 'The publisher: services and relays of one house are one, and a copy counts as its original.';
COMMENT ON COLUMN source_overlap.publisher IS 'Its name.';
COMMENT ON COLUMN source_overlap.sources IS 'Number of its sources on the case.';
COMMENT ON COLUMN source_overlap.sources_read_in_full IS 'Those of them that were read in full; what an excerpt does not say, the rest may say.';
COMMENT ON COLUMN source_overlap.cases_of_group IS 'Number of cases that the publisher knows.';
COMMENT ON COLUMN source_overlap.groups_of_case IS 'Number of publishers that know the case.';
