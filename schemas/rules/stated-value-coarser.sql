-- severity: error
-- title: A stated value disagrees with the row
-- why: A value that is only less precise than the row's is support: both may be true.
-- fix: Empty stated_value: the citation then says that the source supports the value.
-- example: stated_value 2021-02 where the row has 2021-02-22; kz-cc-2014-405 where it has kz-cc-2014-405-2
SELECT 'citations' AS table_name, citations._line AS line, 'stated_value' AS field,
  stated_value || ' is only less precise than ' || cells.value AS message
FROM citations
JOIN cells ON cells.record_id = citations.record_id AND cells.field = citations.field
WHERE starts_with(cells.value, stated_value || '-') OR starts_with(cells.value, stated_value || ';')
  OR (cells.value <> stated_value AND rtrim(cells.value, '~?') = rtrim(stated_value, '~?'))
