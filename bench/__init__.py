"""Benchmarks: each figure is a ratio to a stated reference measured in the same run."""
