"""The pages of the ledger: the list, a task, what is done to it, plans and tallies."""
