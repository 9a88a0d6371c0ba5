-- The day that "as of the release" means, never the clock's: one that the caller sets, else the date of the release,
-- else the newest day that the tables certainly speak of.
CREATE VIEW release_day AS
SELECT coalesce(getvariable('as_of')::DATE, release_date(), (
  SELECT max(day) FROM (
    SELECT published_earliest AS day FROM sources
    UNION ALL SELECT accessed FROM sources
    UNION ALL SELECT decided_earliest FROM sentences
    -- A hearing that was announced may lie ahead of every source.
    UNION ALL SELECT date_earliest FROM events WHERE kind <> 'hearing_scheduled'
  )
)) AS as_of_day;

COMMENT ON VIEW release_day IS 'The day for which views say what is in force. `SET VARIABLE as_of = DATE ''…''` moves it in DuckDB.';
COMMENT ON COLUMN release_day.as_of_day IS 'That day: by default the date of the release, where it has none the newest day that sources, events and decisions certainly speak of.';
