"""What the model becomes for each target: one module a target, nothing stated twice."""
