-- severity: error
-- title: A ban is not announced or in force before it is decided
-- why: Another order is a slip of a date.
-- fix: Correct the date.
-- example: decided 2018-03-13 and announced 2018-02-14: the month was mistyped
SELECT 'bans' AS table_name, _line AS line, late.field, late.field || ' lies before decided (' || decided || ')' AS message
FROM bans,
  LATERAL (VALUES ('announced', announced_latest), ('in_force_from', in_force_from_latest)) AS late(field, day)
WHERE late.day < decided_earliest
