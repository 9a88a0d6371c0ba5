-- severity: error
-- title: No readable key carries the name of a person
-- why: A key cannot be withheld: it stands in every release and every address made of it.
-- fix: Make the key of the publisher and a number, or of place and year.
-- example: news-ulgiliev-sentenced: write news-31117768
WITH words AS (
  SELECT DISTINCT unnest(string_split(lower(spelling), ' ')) AS word FROM spellings WHERE table_name = 'people'
),
-- Names of places are names of people too: Abai.
places AS (
  SELECT unnest(string_split(lower(concat_ws(' ', settlement, name_en)), ' ')) AS word FROM courts
  UNION ALL SELECT unnest(string_split(lower(name_en), ' ')) FROM regions
  UNION ALL SELECT lower(settlement) FROM cases
),
keys AS (
  SELECT 'sources' AS table_name, source_id AS id, _line AS line, 'source_id' AS field FROM sources
  UNION ALL SELECT 'joint_cases', joint_case_id, _line, 'joint_case_id' FROM joint_cases
  UNION ALL SELECT 'courts', court_id, _line, 'court_id' FROM courts
  UNION ALL SELECT 'published_counts', count_id, _line, 'count_id' FROM published_counts
),
parts AS (SELECT table_name, line, field, unnest(string_split(id, '-')) AS word FROM keys)
SELECT DISTINCT table_name, line, field, 'the key carries a word of the name of a person' AS message
FROM parts JOIN words USING (word)
WHERE length(word) > 2 AND word NOT IN (SELECT word FROM places WHERE word IS NOT NULL)
