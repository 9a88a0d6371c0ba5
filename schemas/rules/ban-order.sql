-- severity: error
-- title: A ban is not announced or in force before it is decided
-- why: Another order is a slip of a date.
-- fix: Correct the date.
SELECT 'bans' AS table_name, _line AS line, late.field, late.field || ' lies before decided (' || decided || ')' AS message
FROM bans,
  LATERAL (VALUES ('announced', announced_latest), ('in_force_from', in_force_from_latest)) AS late(field, day)
WHERE late.day < decided_earliest
