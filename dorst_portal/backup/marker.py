"""A database that was put back is not opened before all of `restore` is done: until then it holds a
table more. It comes with the old rows, in one step, so that they are never there without it; and it
lies in the database itself, so that no folder has to be shared by who looks for it.

The web server answers 503 meanwhile (`middleware.py`), and the worker does nothing.
"""

from django.db import DatabaseError, connection

TABLE = "portal_restoring"
CREATE = f"CREATE TABLE {TABLE} (backup varchar(64) NOT NULL)"
INSERT = f"INSERT INTO {TABLE} (backup) VALUES ('{{}}')"  # noqa: S608 - a SHA-256 of ours
# The first table of every portal.
_ANY = "django_migrations"


def tables() -> set[str]:
    """All of the database but ours."""
    return set(connection.introspection.table_names()) - {TABLE}


def unfinished() -> str | None:
    """Which back-up was being put back, when that did not come to its end."""
    if TABLE not in connection.introspection.table_names():
        return None
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT backup FROM {TABLE}")  # noqa: S608 - our own name
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def begin(backup: str) -> None:
    """From now on the site is shut, until `remove`."""
    remove()
    with connection.cursor() as cursor:
        cursor.execute(CREATE)
        cursor.execute(INSERT.format(backup))


def remove() -> None:
    """From now on the site is open."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")


def is_restoring() -> bool | None:
    """Whether the site must stay shut; None when that cannot be known yet: the database does not
    answer, or nothing is in it.
    """
    try:
        names = connection.introspection.table_names()
    except DatabaseError:
        return None
    if TABLE in names:
        return True
    return False if _ANY in names else None
