"""Queues, their staff and open tickets: `python -m bench.helpdesk.fill N` tells the visitors."""

import json
import sys
from datetime import UTC, datetime, timedelta

import django
from django.core.management import call_command

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from helpdesk.models import FollowUp, Queue, Ticket  # noqa: E402

from bench.sessions import session_of  # noqa: E402

QUEUES = 17
CLIENTS = 8


def main(count: int) -> None:
    """A queue for each group of the least project, its beheerder told of each new ticket."""
    call_command("migrate", interactive=False, verbosity=0)
    queues, staff = [], []
    for number in range(1, QUEUES + 1):
        person = f"beheerder-{number}"
        staff.append(User.objects.create(username=person, is_staff=True))
        queues.append(
            Queue.objects.create(
                title=f"Groep {number}",
                slug=f"groep-{number}",
                allow_public_submission=True,
                email_address=f"groep-{number}@example.org",
                new_ticket_cc=f"{person}@example.org",
            )
        )
    now = datetime.now(UTC) - timedelta(hours=1)
    tickets = Ticket.objects.bulk_create(
        [
            Ticket(
                queue=queues[i % QUEUES],
                title=f"Voorbeeld Bewoner {i} wil meedoen",
                description="Wij wonen hier pas.",
                submitter_email=f"aanvrager-{i}@example.org",
                created=now - timedelta(seconds=i),
                modified=now - timedelta(seconds=i),
                secret_key=f"{i:036d}",
            )
            for i in range(1, count + 1)
        ],
        batch_size=500,
    )
    opened = [
        FollowUp(
            ticket=ticket,
            title="Ticket Opened Via Web",
            date=ticket.created,
            public=True,
            comment=ticket.description,
        )
        for ticket in tickets
    ]
    FollowUp.objects.bulk_create(opened, batch_size=500)
    beheerders = [
        {
            "session": session_of(user),
            "queue": queue.pk,
            "pks": [ticket.pk for ticket in tickets if ticket.queue_id == queue.pk],
        }
        for user, queue in list(zip(staff, queues, strict=True))[:CLIENTS]
    ]
    homes = [(str(queue.pk), queue.slug) for queue in queues]
    sys.stdout.write(json.dumps({"homes": homes, "beheerders": beheerders}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
