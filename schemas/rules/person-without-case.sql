-- severity: error
-- title: A person has a case
-- why: People are in the dataset because they were prosecuted, for no other reason.
-- fix: Add the case, or delete the person.
-- example: a new person without a row in cases: add the case, or leave the person out
SELECT 'people' AS table_name, _line AS line, 'person_id' AS field,
  person_id || ' has no case' AS message
FROM people ANTI JOIN cases USING (person_id)
-- While a case names nobody, or somebody unknown, it may be this person's.
WHERE NOT EXISTS (SELECT 1 FROM cases ANTI JOIN people USING (person_id))
