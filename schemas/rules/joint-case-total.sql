-- severity: error
-- title: A joint case has no more cases than defendants
-- why: defendants_total counts all on trial, named or not.
-- fix: Correct the total, or the joint case of the case that does not belong to it.
-- example: a trial of three with four cases: one of them is of another trial
SELECT 'joint_cases' AS table_name, _line AS line, 'defendants_total' AS field,
  defendants || ' people have a case in ' || joint_case_id || ', a trial of ' || defendants_total AS message
FROM joint_cases
JOIN (SELECT joint_case_id, count(DISTINCT person_id) AS defendants FROM cases GROUP BY joint_case_id) USING (joint_case_id)
WHERE defendants > defendants_total
