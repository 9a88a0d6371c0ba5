"""Reports of findings, one form a module: text for people, JSON for programs, GitHub annotations, SARIF."""
