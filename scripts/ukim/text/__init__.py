"""What a text says: dates, addresses, identifiers, names of third parties."""
