"""Pages through which the ledger comes in and goes out."""
