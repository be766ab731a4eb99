"""CF-19: a worker that is killed while it sends to chats repeats nothing by itself; what may have
arrived is uncertain, and all others arrive once.
"""

import time
from collections import Counter
from collections.abc import Callable

from tests.alerts.connections.chat_server import TOKEN, ChatServer, Handler, chat_server
from tests.races.processes import RealSite, wait_until

GROUPS, OF_EACH, KILLS = 12, 5, 2
MESSAGES = GROUPS * OF_EACH
QUEUE = """
from datetime import timedelta
from django.utils import timezone
from alerts.models import Connection, OutgoingMessage
from dorst_portal.accounts.models import User
from groups.models import WatchGroup
by, now = User.objects.create_user("els@example.org"), timezone.now()
for n in range({groups}):
    group = WatchGroup.objects.create(name=f"Groep {{n}}", slug=f"groep-{{n}}")
    way = Connection.objects.create(group=group, kind="telegram", chat=-1 - n, made_by=by)
    OutgoingMessage.objects.bulk_create(
        OutgoingMessage(
            connection=way, what="test", text=f"{{n}}-{{m}}", key=f"{{n}}-{{m}}", due=now,
            created_at=now, give_up_at=now + timedelta(days=1),
        )
        for m in range({of_each})
    )
"""
STATES = "SELECT text, state FROM alerts_outgoingmessage"
MakeSite = Callable[..., RealSite]


def slowly(handler: Handler) -> None:
    """Takes its time before and after, so that kills land while a message is on its way."""
    time.sleep(0.03)
    status, said = handler.chats.take(handler.call)
    time.sleep(0.05)
    handler.reply(status, said)


def ended(site: RealSite) -> bool:
    return {state for _text, state in site.rows(STATES)} <= {"sent", "uncertain"}


def site_with_messages(make: MakeSite, chats: ChatServer) -> RealSite:
    site = make(
        TELEGRAM_API_URL=chats.url,
        TELEGRAM_BOT_TOKEN=TOKEN,
        TELEGRAM_BOT_NAME="dorst_bot",
        TELEGRAM_WEBHOOK_SECRET="s" * 40,
        CALL_SECONDS="1",
        CALL_LEASE_SECONDS="3",
    )
    site.python(QUEUE.format(groups=GROUPS, of_each=OF_EACH))
    return site


def test_cf_19_a_killed_worker_doubles_nothing_and_says_of_what_it_is_not_known(
    make_real_site: MakeSite,
) -> None:
    with chat_server() as chats:
        chats.always = slowly
        site = site_with_messages(make_real_site, chats)
        for kill in range(1, KILLS + 1):
            site.start_worker()
            enough = MESSAGES * kill // (KILLS + 2)
            wait_until(lambda n=enough: len(chats.calls) >= n, what=f"{enough} calls")  # type: ignore[misc]
            site.kill_worker()
        assert not ended(site), "the last kill came too late to prove anything"
        site.start_worker()
        wait_until(lambda: ended(site), what="every message to end")

    shown, states = Counter(chats.texts()), dict(site.rows(STATES))
    uncertain = {text for text, state in states.items() if state == "uncertain"}
    assert len(states) == MESSAGES
    assert set(shown.values()) == {1}
    assert set(states) - uncertain <= set(shown)
    # Two tasks of one worker may each have one in hand.
    assert len(uncertain) <= 2 * KILLS
