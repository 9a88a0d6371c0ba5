"""Intake: one source and what it says, turned into rows and citations."""
