-- severity: error
-- title: A publication is one row
-- why: Two rows for one page would count one source twice.
-- fix: Cite the row that is there and delete this one; a copy on another site has another address.
-- example: https://m.news.example/1?utm_source=x beside https://news.example/1: one page
SELECT 'sources' AS table_name, line, 'url' AS field, 'is the page of ' || first_id || ' under another address' AS message,
  first_id AS other_id
FROM (
  SELECT *, first(source_id) OVER same AS first_id FROM addresses
  WINDOW same AS (PARTITION BY canonical ORDER BY line)
)
WHERE source_id <> first_id
