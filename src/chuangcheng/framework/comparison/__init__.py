"""Which indicator of an older edition a newer one continues, and what changed; no database."""
