"""Everything that reads, gathered from the packages below."""
