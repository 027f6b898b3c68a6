"""Everything that changes the city."""
