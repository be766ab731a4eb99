"""The tool that puts load on the portal, on real processes: everybody who was told that it worked
is in the tables once, whole, and got a mail.
"""

import asyncio
from pathlib import Path

import pytest

from bench.load import visitors
from bench.load.ledger import SENT, balance, requests_of
from bench.load.visitors import Proxy, Told, crowd
from tests.outbox.servers import mail_server
from tests.races.processes import MakeSite, RealSite, wait_until

PEOPLE = 20
# Groups that have a street as a whole, and a beheerder who hears of each request.
HOMES = """
SELECT watchgroup.slug, street.name FROM groups_coveragerule AS rule
JOIN groups_watchgroup AS watchgroup ON watchgroup.id = rule.group_id
JOIN groups_street AS street ON street.id = rule.street_id
WHERE rule.ended_at IS NULL AND rule.first_number = 1 AND rule.last_number > 9000
AND rule.side = 'both' AND watchgroup.status = 'active'
"""
WAITING = "SELECT count(*) FROM outbox_mail WHERE state = 'queued'"


def told_by(site: RealSite, homes: list[list[str]]) -> Told:
    async def whole() -> Told:
        proxy = Proxy(site.port, f"localhost:{site.port}", scheme="http")
        told = await crowd(proxy, homes, rate=10, number=PEOPLE)
        proxy.close()
        return told

    return asyncio.run(whole())


def test_a_crowd_signs_up_and_the_ledger_agrees(
    make_village_site: MakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visitors, "TYPING", 0.1)
    with mail_server() as post:
        site = make_village_site(
            EMAIL_URL=f"smtp://127.0.0.1:{post.port}", TRUSTED_PROXIES="1", SITE_URL=""
        )
        homes = [[str(slug), str(street)] for slug, street in site.rows(HOMES)]
        assert homes
        site.start_web()
        site.start_worker()
        told = told_by(site, homes)
        assert not told.wrong
        assert len(told.worked) == PEOPLE
        assert len(told.waited["send"]) == PEOPLE
        wait_until(lambda: site.count(WAITING) == 0, seconds=60, what="the mails to leave")
        box = tmp_path / "mails"
        ids = [message for message, number in post.ids().items() for _ in range(number)]
        box.write_text("".join(f"{message}\n" for message in ids))
    sent = [str(row[0]) for row in site.rows(SENT.format(newest=0))]
    found = balance(told.worked, site.rows(requests_of("load-")), sent, box)
    assert found.is_right, found
    assert found.untold == 0
