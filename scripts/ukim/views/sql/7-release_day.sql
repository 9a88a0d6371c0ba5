-- The day that "as of the release" means, never the clock's: one that the reader sets, else the day of the release.
CREATE VIEW release_day AS
SELECT coalesce(getvariable('as_of')::DATE, released_on()) AS as_of_day
ORDER BY as_of_day;

COMMENT ON VIEW release_day IS 'The day for which views say what is in force. `SET VARIABLE as_of = DATE ''…''` moves it in DuckDB.';
COMMENT ON COLUMN release_day.as_of_day IS 'That day: by default the day of the release.';
