"""Hands a mail over, and then its sender cannot write to the database any more."""

from collections.abc import Sequence

import psycopg
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection


class BreaksOff(EmailBackend):
    """The real backend; behind it the connection of this thread fails, as with a full disk."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        taken = super().send_messages(messages)
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA query_only=ON")
                return taken
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()
        ours = connection.get_connection_params()
        names = ("host", "port", "user", "password", "dbname")
        known = {name: ours[name] for name in names if ours.get(name)}
        with psycopg.connect(**known, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [pid])
        return taken
