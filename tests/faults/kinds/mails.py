"""CF-09, CF-13: the mail server, which does whatever mail servers do."""

import time

from tests.faults.kinds.register import kind
from tests.faults.world import World

# A row that no mail can be made of: its name would be a header of its own.
POISON = "poison"
POISONED = """
from django.utils import timezone
from dorst_portal.outbox.models import Mail
now = timezone.now()
Mail.objects.create(
    to="vergif@example.org\\nBcc: ander@example.org", subject="Vergif", text="Hoi",
    key="poison-{number}", message_id="<poison-{number}@localhost>", due=now, created=now,
)
"""


@kind("mail server: refuses connections", cuts=True)
def refuses(world: World, seconds: float) -> None:
    with world.mailboxes.away(silent=False):
        time.sleep(seconds)


@kind("mail server: takes connections and is silent", cuts=True)
def is_silent(world: World, seconds: float) -> None:
    with world.mailboxes.away(silent=True):
        time.sleep(seconds)


@kind("mail server: 421 to all")
def closes(world: World, seconds: float) -> None:
    _answers(world, "421 closing", seconds)


@kind("mail server: 450 to all", brief=True)
def defers(world: World, seconds: float) -> None:
    _answers(world, "450 later", seconds)


@kind("mail server: 550 to all")
def says_no(world: World, seconds: float) -> None:
    _answers(world, "550 never", min(seconds, 1))


@kind("mail server: hangs up after the text", brief=True)
def drops(world: World, seconds: float) -> None:
    """Each time it does is a cut, which the mail server counts itself."""
    world.mailboxes.drop_after_data = True
    time.sleep(seconds)
    world.mailboxes.well()


@kind("mail server: slow")
def slow(world: World, seconds: float) -> None:
    world.mailboxes.pause = 0.3
    time.sleep(seconds)
    world.mailboxes.well()


@kind("outbox: a row that cannot be sent")
def poison_row(world: World, seconds: float) -> None:
    world.poisoned += 1
    world.site.python(POISONED.format(number=world.poisoned))


def _answers(world: World, words: str, seconds: float) -> None:
    world.mailboxes.answer = words
    time.sleep(seconds)
    world.mailboxes.well()
