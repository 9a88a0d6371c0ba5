"""Rows and values that are taken out of the tables again: withdrawn, merged into another row, or withheld."""
