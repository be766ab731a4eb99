"""The list of members, its search and comparing, of a group of 10 beside one of 100.

On a database of its own, with DATABASE_URL and VAR_DIR pointing at it:

    python -m scripts.prepare
    DJANGO_SETTINGS_MODULE=dorst_portal.settings python -m bench.member_lists

The two are opened by turns, so that whatever else the machine does disturbs both alike.
"""

import logging
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any, Final

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.staff import logged_in  # noqa: E402
from dorst_portal.accounts.models import User  # noqa: E402
from dorst_portal.demo.people import example_name  # noqa: E402
from groups.models import (  # noqa: E402
    Appointment,
    Membership,
    MembershipSource,
    WatchGroup,
)

SIZES: Final = (10, 100)
ROUNDS: Final = 120
STREET: Final = "Meetstraat"
_TRANSACTIONS: Final = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
Open = Callable[[], Any]


def main() -> None:
    """Tell of each page the statements and the time at both sizes."""
    settings.ALLOWED_HOSTS = ["*"]
    logging.disable()
    small, large = (_pages(_group(size)) for size in SIZES)
    sys.stdout.write(f"{connection.vendor}, {ROUNDS} rounds, {SIZES[0]} and {SIZES[1]} members\n")
    for name in small:
        _tell(name, small[name], large[name])


def _group(size: int) -> tuple[WatchGroup, Client]:
    """A group of so many members and its beheerder, made where it is not there yet."""
    group, is_new = WatchGroup.objects.get_or_create(
        slug=f"meetgroep-{size}",
        defaults={"name": f"Meetgroep {size}", "status": "active", "app": "whatsapp"},
    )
    user, _ = User.objects.get_or_create(
        email=f"meetgroep-{size}@example.org", defaults={"name": "Berend Beheerder"}
    )
    if is_new:
        now = timezone.now()
        Appointment.objects.create(user=user, group=group, invited_at=now, accepted_at=now)
        Membership.objects.bulk_create(_member(group, number) for number in range(size))
    return group, logged_in(user)


def _member(group: WatchGroup, number: int) -> Membership:
    """One of ten has a shop; all have heard of the list, and are in the chat."""
    return Membership(
        group=group,
        # No two of one name, as in most streets.
        name=f"{example_name(number)} {chr(97 + number % 26)}{chr(97 + number // 26)}",
        organisation="Bakkerij" if number % 10 == 0 else "",
        mobile=f"+316{10_000_000 + number * 7919}",
        street_text=STREET,
        house_number=number + 1,
        source=MembershipSource.EXAMPLE,
        told_at=timezone.now(),
    )


def _pages(made: tuple[WatchGroup, Client]) -> dict[str, Open]:
    group, client = made
    here = f"/beheer/groep/{group.slug}/leden/"
    # Everybody is found: no search shows more rows.
    found = client.post(here, {"zoek": STREET})["Location"]
    here_of_compare = f"{here}vergelijken/"
    names = [one.name for one in group.memberships.all()]
    some, everybody = ({"text": ", ".join(names[:number])} for number in (SIZES[0], None))
    return {
        "list": lambda: client.get(here),
        "search": lambda: client.get(found),
        "compare": lambda: client.get(here_of_compare),
        "compare, ten pasted": lambda: client.post(here_of_compare, some),
        "compare, everybody pasted": lambda: client.post(here_of_compare, everybody),
    }


def _tell(name: str, small: Open, large: Open) -> None:
    statements = [_statements(one) for one in (small, large)]
    took: list[list[float]] = [[], []]
    for number in range(ROUNDS):
        for which in (0, 1) if number % 2 else (1, 0):
            took[which].append(_ms((small, large)[which]))
    ms = [median(times) for times in took]
    sys.stdout.write(
        f"{name}: {statements[0]} and {statements[1]} statements, "
        f"p50 {ms[0]:.2f} and {ms[1]:.2f} ms, {ms[1] / ms[0]:.3f} times\n"
    )


def _statements(opened: Open) -> int:
    opened()
    with CaptureQueriesContext(connection) as queries:
        if opened().status_code != 200:
            raise SystemExit("A page did not open.")
    return sum(not row["sql"].startswith(_TRANSACTIONS) for row in queries)


def _ms(opened: Open) -> float:
    begin = time.perf_counter()
    opened()
    return (time.perf_counter() - begin) * 1000


if __name__ == "__main__":
    main()
