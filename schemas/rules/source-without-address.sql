-- severity: error
-- title: A source has its address, unless this was withheld
-- why: Without its address nobody can read what a source says.
-- fix: Write the public address; only where it carries a withheld name does changes list it as withheld.
-- example: a source without url: write https://news.example/31117768
SELECT 'sources' AS table_name, _line AS line, 'url' AS field, 'the address of the source is missing' AS message
FROM sources
WHERE url IS NULL
  AND source_id NOT IN (
    SELECT record_id FROM changes WHERE field = 'url' AND action = 'withheld' AND record_id IS NOT NULL
  )
