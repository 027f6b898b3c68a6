"""Everything that reads the ledger, one subject a file."""
