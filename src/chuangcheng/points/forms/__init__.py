"""Turn what people typed into values; nothing here is saved."""
