"""The doors to who answers for what."""
