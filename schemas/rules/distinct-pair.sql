-- severity: error
-- title: A pair of distinct people is two, named once
-- why: A pair with itself or one written twice settles nothing.
-- fix: Write the smaller key as person_id; delete the pair that stands twice.
-- example: p-9d4qzr and p-3f8k2m: write p-3f8k2m as person_id, p-9d4qzr as other_person_id
SELECT 'distinct_people' AS table_name, _line AS line, 'other_person_id' AS field,
  other_person_id || ' must come behind ' || person_id || ' in the alphabet' AS message
FROM distinct_people
WHERE other_person_id <= person_id
