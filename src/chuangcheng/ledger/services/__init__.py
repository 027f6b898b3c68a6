"""Everything that changes the ledger, one subject a file."""
