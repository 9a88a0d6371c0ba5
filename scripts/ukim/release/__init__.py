"""From checked tables to a release."""
