"""Fills a database of the portal: `python -m bench.fill_portal village|requests N|people`."""

import json
import sys
from datetime import UTC, datetime, timedelta

import django
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command

django.setup()

from bench.many_rows import insert_many, seconds_before  # noqa: E402
from dorst_portal.accounts import sessions  # noqa: E402
from dorst_portal.accounts.models import User  # noqa: E402
from groups.models import (  # noqa: E402
    Appointment,
    CoverageRule,
    HouseRules,
    Membership,
    ResidentRequest,
    RouteReason,
    WatchGroup,
)
from groups.requests.pages.inbox_piles import piles_of, with_piles  # noqa: E402
from groups.requests.services.due_dates import due_date  # noqa: E402
from groups.values.states import Kind, Owner, State  # noqa: E402

CLIENTS = 8


def village() -> None:
    """The example village: 17 groups, 600 members."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("seed_dorst", verbosity=0)


def requests(count: int) -> None:
    """Add open requests, spread over the groups as the members are."""
    now = datetime.now(UTC)
    before = ResidentRequest.objects.count()
    group = WatchGroup.objects.earliest("pk")
    members = Membership.objects.filter(until=None).count()
    example = ResidentRequest(
        kind=Kind.JOIN,
        state=State.OPEN,
        owner=Owner.GROUP,
        group=group,
        due_at=due_date(State.OPEN, now=now),
        route_reason=RouteReason.COVERED,
        route_sentence="Het adres hoort bij deze groep.",
        created_at=now,
        ladder_from=now,
        email_confirmed_at=now,
        house_rules=HouseRules.objects.current(waaksamen=False),
        of_age=True,
    )
    number = f"(n.i + {before})"
    home = f"""
        JOIN (SELECT row_number() OVER (ORDER BY id) - 1 AS k, group_id, street_id, street_text,
                     house_number
              FROM groups_membership WHERE until IS NULL) AS m ON m.k = n.i % {members}
    """
    insert_many(
        example,
        count,
        home.replace("%", "%%"),
        reference=f"'B-' || {number}",
        submission_key=f"'bench-' || {number}",
        created_at=seconds_before((now - timedelta(hours=1)).strftime("%Y-%m-%d %H:%M:%S")),
        name=f"'Voorbeeld Bewoner ' || {number}",
        mobile=f"'+31600' || (1000000 + {number})",
        email=f"'aanvrager-' || {number} || '@example.org'",
        group_id="m.group_id",
        street_id="m.street_id",
        street_text="m.street_text",
        house_number="m.house_number",
    )


def people() -> None:
    """Tell who the visitors of the bench are: where they live, and which beheerders decide."""
    now = datetime.now(UTC)
    active = Appointment.objects.present(now).filter(
        group__status="active", group__capacity=None, role="beheerder"
    )
    whole = [
        rule
        for rule in CoverageRule.objects.in_force().select_related("street", "group")
        if rule.is_whole_street() and rule.group_id in set(active.values_list("group", flat=True))
    ]
    by_group = {rule.group.slug: rule.street.name for rule in whole}
    beheerders = []
    chosen = with_piles(active, now=now, new_since=now).order_by("group").select_related("user")
    # Groups in which only people wait who want to join, as in most; a question, a call or
    # somebody who was asked back each add one statement to the inbox.
    for one in [one for one in chosen if not piles_of([one])][:CLIENTS]:
        own = ResidentRequest.objects.own(one.user).open().order_by("-created_at", "-id")
        pks = list(own.values_list("pk", flat=True)[:6000])
        beheerders.append({"session": _session(one.user, now=now), "pks": pks})
    facts = {"homes": sorted(by_group.items()), "beheerders": beheerders}
    sys.stdout.write(json.dumps(facts))


def _session(user: User, *, now: datetime) -> str:
    """A session as log-in leaves it."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    sessions.begin(session, user, second_factor=False, now=now)
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["village"]:
            village()
        case ["requests", count]:
            requests(int(count))
        case ["people"]:
            people()
