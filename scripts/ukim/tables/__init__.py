"""The store of tables: read, canonical form, edit, write."""
