"""Turn what people type into values, one subject a file."""
