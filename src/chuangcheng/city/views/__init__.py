"""The doors of the city for browsers."""
