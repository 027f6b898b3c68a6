"""Everything that changes, one subject a file."""
