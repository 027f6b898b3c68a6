"""Everything that reads; a person who may see the package sees all of it."""
