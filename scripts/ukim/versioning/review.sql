-- Whom a maintainer looks at again before a release goes where it cannot be taken back.
WITH reviewed(case_id, place, why) AS (
  SELECT case_id, 1, 'a single source' FROM prosecutions WHERE sources = 1
  UNION
  SELECT case_id, 2, replace(effect, '_', ' ') FROM sentences
  WHERE effect IN ('acquitted', 'terminated', 'annulled_acquitted', 'annulled_terminated')
  UNION
  SELECT case_id, 3, kind FROM events WHERE kind IN ('wanted', 'extradited')
)
SELECT person_id, case_id, string_agg(why, ', ' ORDER BY place, why) AS reasons
FROM reviewed JOIN cases USING (case_id)
GROUP BY ALL ORDER BY min(place), person_id, case_id
