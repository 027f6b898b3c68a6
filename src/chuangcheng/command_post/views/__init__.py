"""The doors for browsers, one subject a file."""
