"""A person, a case or a source as people read it: from tables as they are, sound or not."""
