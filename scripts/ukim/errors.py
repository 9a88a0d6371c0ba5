"""What may be said to the user instead of a traceback."""


class UkimError(Exception):
    """A wrong use or a condition that the user must mend; the message is printed as it is, exit code 2."""
