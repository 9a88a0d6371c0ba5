"""The dataset from Python."""
