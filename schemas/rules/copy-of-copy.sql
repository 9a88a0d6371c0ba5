-- severity: error
-- title: A copy names its original, not another copy
-- why: All copies of one text must lead to one source.
-- fix: Write in copy_of what the other copy has there.
-- example: copy_of names a page that is itself a copy of rferl-31117768: write rferl-31117768
SELECT 'sources' AS table_name, one._line AS line, 'copy_of' AS field,
  one.copy_of || ' is itself a copy of ' || other.copy_of AS message
FROM sources AS one JOIN sources AS other ON other.source_id = one.copy_of
WHERE other.copy_of IS NOT NULL AND one.source_id <> other.copy_of
