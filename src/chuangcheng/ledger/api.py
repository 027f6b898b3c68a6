"""What other packages may use of the ledger. Everything else here is private."""

__all__: list[str] = []
