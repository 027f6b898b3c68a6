"""The doors to the standing rules."""
