"""What goes wrong with a back-up in a way that a person has to know."""


class BackupRefused(Exception):
    """A back-up is not made, or not put back; says why, and what to do."""
