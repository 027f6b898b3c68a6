"""An existing Excel ledger on its way in: mapped, checked, then taken whole or not at all."""
