-- Cases known from one publisher
-- Cases for which no second independent publisher is cited.
SELECT case_id, name, region, sources, sources_read_in_full, last_known_status, status_as_of
FROM prosecutions
WHERE publisher_groups < 2
ORDER BY name, case_id
