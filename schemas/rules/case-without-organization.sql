-- severity: error
-- title: A case is about a group
-- why: The tie to a banned group is what brings a case into the dataset.
-- fix: Add a row to data/case_organizations.csv.
-- example: a new case without a row in case_organizations: add case, organization and basis
SELECT 'cases' AS table_name, _line AS line, 'case_id' AS field,
  case_id || ' is tied to no organization' AS message
FROM cases ANTI JOIN case_organizations USING (case_id)
-- While a tie names no case, or an unknown one, it may be this case's.
WHERE NOT EXISTS (SELECT 1 FROM case_organizations ANTI JOIN cases USING (case_id))
