-- Cases of a person
-- What is last known of each prosecution of the people in whose name the text stands.
SELECT case_id, name, region, organizations, first_judgment, first_main_penalty, first_term_months, last_known_status, status_as_of
FROM prosecutions
WHERE name LIKE '%' || :name || '%'
ORDER BY name, case_id
