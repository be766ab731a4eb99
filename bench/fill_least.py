"""Fills a database of the least project: `python -m bench.fill_least tables|requests N|people`."""

import json
import sys
from datetime import UTC, datetime, timedelta

import django
from django.core.management import call_command

django.setup()

from django.contrib.auth.models import User  # noqa: E402

from bench.least.models import Coverage, Group, Request  # noqa: E402
from bench.many_rows import insert_many, seconds_before  # noqa: E402
from bench.sessions import session_of  # noqa: E402

GROUPS = 17
CLIENTS = 8


def tables() -> None:
    """Make the tables, and the groups with their streets and beheerders."""
    call_command("migrate", interactive=False, verbosity=0)  # users first: groups name them
    call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
    for number in range(1, GROUPS + 1):
        user = User.objects.create(username=f"beheerder-{number}")
        group = Group.objects.create(name=f"Groep {number}", slug=f"groep-{number}", beheerder=user)
        for street in range(5):
            Coverage.objects.create(
                street=f"straat {number} {street}", first=1, last=99_999, group=group
            )


def requests(count: int) -> None:
    """Add open requests, spread over the groups."""
    now = datetime.now(UTC)
    insert_many(
        Request(group=Group.objects.earliest("pk"), street="straat 1 1", created_at=now),
        count,
        "",
        name="'Voorbeeld Bewoner ' || n.i",
        mobile="'+31600' || (1000000 + n.i)",
        email="'aanvrager-' || n.i || '@example.org'",
        house_number="CAST(n.i % 100 + 1 AS text)",
        group_id=f"n.i % {GROUPS} + 1",
        created_at=seconds_before((now - timedelta(hours=1)).strftime("%Y-%m-%d %H:%M:%S")),
    )


def people() -> None:
    """Tell who the visitors of the bench are."""
    beheerders = []
    for group in Group.objects.order_by("pk").select_related("beheerder")[:CLIENTS]:
        own = Request.objects.filter(group=group, state="open").order_by("-created_at", "-id")
        pks = list(own.values_list("pk", flat=True)[:6000])
        beheerders.append({"session": session_of(group.beheerder), "pks": pks})
    homes = [(group.slug, f"straat {group.pk} 1") for group in Group.objects.order_by("pk")]
    sys.stdout.write(json.dumps({"homes": homes, "beheerders": beheerders}))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["tables"]:
            tables()
        case ["requests", count]:
            requests(int(count))
        case ["people"]:
            people()
