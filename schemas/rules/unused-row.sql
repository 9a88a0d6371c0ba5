-- severity: error
-- title: A group, court, publisher or joint case is named by some row
-- why: What nothing refers to tells nothing, and is often a second row for something known.
-- fix: Name it where it belongs, or delete the row.
-- example: a court added under a new key while the judgment names the old one: delete the new row
WITH listed(table_name, id, line, used) AS (
  SELECT 'organizations', organization_id, _line, organization_id IN (
    SELECT organization_id FROM bans UNION ALL SELECT organization_id FROM case_organizations
    UNION ALL SELECT predecessor_id FROM organizations
  ) FROM organizations
  UNION ALL
  SELECT 'courts', court_id, _line, court_id IN (
    SELECT court_id FROM bans UNION ALL SELECT court_id FROM events UNION ALL SELECT court_id FROM sentences
    UNION ALL SELECT stated_value FROM citations WHERE field = 'court_id'
  ) FROM courts
  UNION ALL
  SELECT 'publishers', publisher_id, _line, publisher_id IN (
    SELECT publisher_id FROM sources UNION ALL SELECT group_id FROM publishers
  ) FROM publishers
  UNION ALL
  SELECT 'joint_cases', joint_case_id, _line, joint_case_id IN (SELECT joint_case_id FROM cases) FROM joint_cases
)
SELECT table_name, line, NULL AS field, id || ' is named by no row' AS message
FROM listed
WHERE used IS NOT TRUE AND id IS NOT NULL
