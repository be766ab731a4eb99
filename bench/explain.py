"""What the inbox asks of the database: `python -m bench.explain SESSION` tells it as JSON."""

import json
import re
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

_TRANSACTIONS = re.compile(r"(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b")


def main(session: str) -> None:
    """Count the statements of one page, and on PostgreSQL the blocks that each of them reads."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    client.get("/beheer/")  # the session notes that it was used
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/beheer/")
    if answer.status_code != 200:
        raise SystemExit(f"{answer.status_code}")
    sent = [row["sql"] for row in queries if not _TRANSACTIONS.match(row["sql"])]
    facts = {"statements": len(sent), "blocks": 0}
    if connection.vendor == "postgresql":
        facts["blocks"] = sum(map(_blocks, sent))
    sys.stdout.write(json.dumps(facts))


def _blocks(statement: str) -> int:
    with connection.cursor() as cursor:
        # The statement was captured with its values filled in; it is one of the portal's own.
        cursor.execute(
            f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}".replace("%", "%%"), []
        )
        found = cursor.fetchone()[0]
    plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    return int(plan["Shared Hit Blocks"]) + int(plan["Shared Read Blocks"])


if __name__ == "__main__":
    main(sys.argv[1])
