"""What was wiped from a table and may still lie in the files of the database."""

from django.db import connection


def leave_no_trace() -> None:
    """SQLite keeps older pages in its write-ahead log until somebody else needs the room: bring the
    database up to date and empty the log. (Deleted rows are overwritten: `secure_delete`.) With
    PostgreSQL that is the work of its own autovacuum. Not within a transaction; nobody waits long:
    while others read, it is left to the next time.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
