"""A list of points comes in: looked at first, then all of it or nothing."""
