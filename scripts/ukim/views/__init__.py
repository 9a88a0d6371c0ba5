"""The SQL views and the database that they run in."""
