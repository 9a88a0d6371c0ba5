-- severity: error
-- title: A court of the right level decides
-- why: A trial court judges first, a regional court hears the appeal, the courts above it cassation.
-- fix: Correct court_id, instance, or the level of the court.
-- example: an appeal heard by taraz-city-2: the regional court of the place hears appeals
WITH fits(instance, levels) AS (
  VALUES
    ('first', ['district', 'interdistrict_criminal', 'regional', 'foreign']),
    ('appeal', ['regional', 'foreign']),
    ('cassation', ['regional', 'cassation', 'supreme', 'foreign']),
    ('enforcement', ['district', 'interdistrict_criminal', 'regional', 'foreign'])
)
SELECT 'sentences' AS table_name, sentences._line AS line, 'court_id' AS field,
  court_id || ' is a court of level ' || level || ', which does not decide at instance ' || instance AS message
FROM sentences JOIN courts USING (court_id) JOIN fits USING (instance)
WHERE NOT list_contains(levels, level)
