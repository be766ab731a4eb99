"""Two timetables at once, as real processes.

`python -m tests.races.timetables` reads moments from standard input, a line of JSON each: the
moment that the village has, and the wall clock at which every thread of every process lets the
timetable run and sends the mails. The answer is what each of them counted.
"""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import django

django.setup()

from django.db import connection  # noqa: E402 - after django.setup()
from django.urls import get_resolver  # noqa: E402

from dorst_portal.accounts.models import User  # noqa: E402
from dorst_portal.outbox.delivery import deliver_due  # noqa: E402
from groups.models import (  # noqa: E402
    HouseRules,
    NoticeSettings,
    ResidentRequest,
    Street,
    WatchGroup,
)
from groups.places.routing import Address  # noqa: E402
from groups.requests.services import conversation, joining  # noqa: E402
from groups.timetable.clock import tick  # noqa: E402
from groups.values.addresses import parse_house_number  # noqa: E402
from groups.values.list_terms import ASK_DAYS  # noqa: E402

THREADS = 2


def ask_around(begin: str) -> None:
    """Twelve people ask to join, five hours apart; the first of all is silent after a question. The
    list of members is due the next day.
    """
    first = datetime.fromisoformat(begin)
    looked_at = first - timedelta(days=ASK_DAYS - 1)
    WatchGroup.objects.filter(slug="spoorstraat").update(list_confirmed_at=looked_at)
    street = Street.objects.get(slug="spoorstraat")
    for number in range(12):
        moment = first + timedelta(hours=5 * number)
        data = joining.SignupData(
            submission_key=f"asked-{number}",
            name="Voorbeeld Bewoner",
            mobile=f"+3160000{number:04d}",
            email=f"bewoner{number}@example.org",
            address=Address(street, "Spoorstraat", parse_house_number("12")),
            house_rules=HouseRules.objects.current(waaksamen=False),
            of_age=True,
        )
        joining.submit_signup(data, now=moment)
    own = User.objects.get(email="own@example.org")
    NoticeSettings.objects.update_or_create(user=own, defaults={"moment": "daily", "daily_hour": 9})
    silent = ResidentRequest.objects.get(submission_key="first")
    conversation.ask_back(silent, text="Waar?", by=own, now=first)


def run(now: datetime, at: float) -> dict[str, int]:
    """What one timetable did at this moment."""
    try:
        time.sleep(max(at - time.time(), 0))
        done = tick(now=now)
        done["sent"] = deliver_due(now=now)
        return done
    finally:
        connection.close()


def main() -> None:
    # As a worker does at its start: the first mail with a link would load all pages of the site in
    # the transaction that others wait for.
    get_resolver().url_patterns  # noqa: B018 - read, so that they are loaded
    with ThreadPoolExecutor(THREADS) as threads:
        for line in sys.stdin:
            order = json.loads(line)
            now = datetime.fromisoformat(order["now"])
            done = [threads.submit(run, now, order["at"]) for _ in range(THREADS)]
            sys.stdout.write(f"answer: {json.dumps([one.result() for one in done])}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
