"""Papers that are printed from the library."""
