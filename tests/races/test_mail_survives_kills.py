"""CF-06, CF-09, ML-05: no mail is lost and none leaves twice without a kill, whatever dies."""

import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.outbox.servers import MailServer, black_hole, free_port, mail_server
from tests.races.processes import RealSite, wait_until
from tests.races.relay import relay

MAILS = 200
KILLS = 10
QUEUE = """
from django.utils import timezone
from dorst_portal.outbox.services import MailDraft, queue
queue(
    [
        MailDraft(to=f"sanne{{n}}@example.org", subject="Aanmelding", text="Hoi", key=f"m:{{n}}")
        for n in range({count})
    ],
    now=timezone.now(),
)
"""
STATES = "SELECT state, count(*) FROM outbox_mail GROUP BY state"
MakeSite = Callable[..., RealSite]


class UnhurriedServer(MailServer):
    """Takes its time over each mail, so that kills land while mails are on their way."""

    async def handle_DATA(self, *arguments: Any) -> str:
        await asyncio.sleep(0.01)
        answer = await super().handle_DATA(*arguments)
        await asyncio.sleep(0.01)
        return answer


def site_with_mails(make: MakeSite, port: int, count: int) -> RealSite:
    site = make(EMAIL_URL=f"smtp://127.0.0.1:{port}")
    site.python(QUEUE.format(count=count))
    return site


def all_sent(site: RealSite, count: int) -> bool:
    return dict(site.rows(STATES)) == {"sent": count}


def test_cf_06_ten_kills_lose_no_mail_and_double_at_most_one_each(
    make_real_site: MakeSite,
) -> None:
    server = UnhurriedServer()
    server.start()
    try:
        site = site_with_mails(make_real_site, server.port, MAILS)
        for kill in range(1, KILLS + 1):
            site.start_worker()
            enough = MAILS * kill // (KILLS + 2)
            wait_until(lambda n=enough: len(server.received) >= n, what=f"{enough} mails")  # type: ignore[misc]
            site.kill_worker()
        assert not all_sent(site, MAILS), "the last kill came too late to prove anything"
        site.start_worker()
        wait_until(lambda: all_sent(site, MAILS), what="every mail to leave")
    finally:
        server.stop()

    ids = server.ids()
    assert set(ids) == {row[0] for row in site.rows("SELECT message_id FROM outbox_mail")}
    assert sum(ids.values()) - MAILS <= KILLS
    assert len({message["To"] for message in server.received}) == MAILS


def test_cf_09_ml_05_a_mail_server_that_refuses_hangs_and_defers_loses_and_doubles_nothing(
    make_real_site: MakeSite,
) -> None:
    port = free_port()
    site = site_with_mails(make_real_site, port, 20)
    log = site.folder / "worker.log"

    def told(error: str) -> bool:
        return any("server_unreachable" in line and error in line for line in _lines(log))

    site.start_worker()
    wait_until(lambda: told("ConnectionRefusedError"), what="a refusal")
    with black_hole(port):
        wait_until(lambda: told("TimeoutError") or told("SMTPServerDisconnected"), what="a timeout")
    # What could not be handed over was not tried, so nothing is closer to being given up.
    assert site.count("SELECT count(*) FROM outbox_mail WHERE attempts = 0") == 20

    with mail_server(port) as server:
        server.answer_to_all = "450 later"
        tried = "SELECT count(*) FROM outbox_mail WHERE attempts >= 2"
        wait_until(lambda: site.count(tried) == 20, what="two attempts of each")
        server.answer_to_all = "250 OK"
        wait_until(lambda: all_sent(site, 20), what="every mail to leave")

    assert set(server.ids().values()) == {1}
    assert len(server.ids()) == 20


@pytest.mark.redis
def test_cf_08_a_broker_that_goes_while_the_whole_worker_is_busy_finds_it_again(
    make_real_site: MakeSite,
) -> None:
    port, mail_port = free_port(), free_port()
    server, _, number = os.environ["REDIS_URL"].partition("://")[2].partition("/")
    site = make_real_site(
        EMAIL_URL=f"smtp://127.0.0.1:{mail_port}",
        EMAIL_TIMEOUT="3",
        OUTBOX_LEASE_SECONDS="15",
        REDIS_URL=f"redis://127.0.0.1:{port}/{number or 0}",
    )
    site.python(QUEUE.format(count=20))
    log = site.folder / "worker.log"
    with black_hole(mail_port):
        with relay(port, server):
            site.start_worker()
            wait_until(
                lambda: sum("server_unreachable" in line for line in _lines(log)) >= 4,
                what="both threads to wait for the mail server",
            )
            time.sleep(1)  # and to do so again: there is always more to do for them
        time.sleep(4)  # both have ended, and found no broker to tell it to
    with relay(port, server), mail_server(mail_port):
        wait_until(lambda: all_sent(site, 20), what="every mail to leave")


def _lines(log: Path) -> list[str]:
    return log.read_text().splitlines()
