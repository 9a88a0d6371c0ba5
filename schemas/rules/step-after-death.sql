-- severity: error
-- title: Nobody is held or released after death
-- why: Such a step is a slip of a date, or of the person.
-- fix: Correct the date, or move the event to the case that it belongs to.
-- example: died 2021-02-24 and detained 2021-03-01 in one case: the detained person is another
SELECT 'events' AS table_name, events._line AS line, 'date' AS field,
  events.kind || ' lies after the death, ' || died AS message
FROM events
JOIN cases USING (case_id)
JOIN (
  SELECT person_id, max(date_latest) AS died FROM events JOIN cases USING (case_id) WHERE kind = 'died' GROUP BY person_id
) USING (person_id)
WHERE events.kind IN ('detained', 'custody_ordered', 'custody_extended', 'house_arrest_ordered', 'bailed', 'freed_pretrial', 'extradited', 'returned_to_custody', 'released')
  AND date_earliest > died
