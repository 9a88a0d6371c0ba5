"""Making a release out of a checkout: which version it is, why, and what is written for it."""
