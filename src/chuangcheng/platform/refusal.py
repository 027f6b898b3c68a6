"""The one exception family that a view or command is expected to show to a person."""


class Refused(Exception):
    """A command was understood and turned down; the message is for the user."""
