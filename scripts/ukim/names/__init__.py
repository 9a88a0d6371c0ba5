"""Names of people: folding of spellings, matching."""
