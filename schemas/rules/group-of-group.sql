-- severity: error
-- title: A group of publishers is one house
-- why: Publishers of one house count once; a group inside a group would count twice.
-- fix: Name the house at the top in group_id.
-- example: rferl-kazakh in group rferl-asia, which is in group rferl: write rferl
SELECT 'publishers' AS table_name, one._line AS line, 'group_id' AS field,
  one.group_id || ' is itself in the group ' || other.group_id AS message
FROM publishers AS one JOIN publishers AS other ON other.publisher_id = one.group_id
WHERE other.group_id IS NOT NULL AND other.group_id <> one.publisher_id
