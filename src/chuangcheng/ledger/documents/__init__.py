"""Papers the ledger hands out: pledges to be signed, feeds for calendars."""
