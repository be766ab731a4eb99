"""PF-02, CF-07, CF-09, ML-05: the join form over real HTTP, while the things around it fail."""

import http.client
import os
import random
import re
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.outbox.servers import black_hole, free_port, mail_server
from tests.races.form_client import Answer, FormClient
from tests.races.processes import MakeSite, RealSite, wait_until
from tests.races.relay import relay

pytestmark = pytest.mark.alone

AT_ONCE = 20
FORMS = 60
SENDERS = 6
KILLS = 5
# No answer to a submission may take longer, whatever is down.
AT_MOST = 1.0
AGREED = {"agree": "on", "of_age": "on"}
THANKS = re.compile(r"/bedankt/([A-Z0-9-]+)/")
# Every request but the one that the village starts with: who asked, how many receipts and lines.
LEDGER = """
SELECT reference, name,
    (SELECT count(*) FROM outbox_mail WHERE key = 'request-' || request.id || '-receipt'),
    (SELECT count(*) FROM audit_entry
     WHERE verb = 'request.submitted' AND subject = 'request:' || request.id)
FROM groups_residentrequest AS request WHERE submission_key <> 'first'
"""
NOT_SENT = "SELECT count(*) FROM outbox_mail WHERE state <> 'sent'"


def name_of(number: int) -> str:
    return f"Voorbeeld Bewoner {number}"


def check_page(client: FormClient, number: int) -> Answer:
    """Fill in the form up to its last page, as an invented person with a house of their own."""
    typed = {
        "street": f"Spoorstraat {100 + number}",
        "name": name_of(number),
        "mobile": f"06 0000 {1000 + number}",
        "email": f"bewoner{number}@example.org",
    }
    return client.walk("/meedoen/", typed, until="agree")


def reference_in(answer: Answer) -> str:
    """The reference, in an answer that says that it worked."""
    found = THANKS.fullmatch(answer.location)
    assert answer.status == 302, answer.text
    assert found, answer.location
    return found[1]


def warm_up(site: RealSite) -> None:
    """Let both web workers load what they load at their first request."""
    with ThreadPoolExecutor(SENDERS) as senders:
        list(senders.map(lambda _: check_page(FormClient(site.url), 0), range(SENDERS)))
    reference_in(submit(FormClient(site.url), 0))


def submit(client: FormClient, number: int) -> Answer:
    return client.send(check_page(client, number), **AGREED)


def submit_quickly(site: RealSite, numbers: Sequence[int]) -> None:
    """Submit, each answered with success, and in time.

    A busy machine may hold up one of them; what waits for a dead server holds up each.
    """
    times = []
    for number in numbers:
        client = FormClient(site.url)
        page = check_page(client, number)
        started = time.monotonic()
        reference_in(client.send(page, **AGREED))
        times.append(time.monotonic() - started)
    assert statistics.median(times) < AT_MOST, times


def complaints(site: RealSite, process: str, *words: str) -> int:
    """How many lines of a process hold all these words."""
    lines = (site.folder / f"{process}.log").read_text().splitlines()
    return sum(all(word in line for word in words) for line in lines)


def wait_for_complaint(site: RealSite, process: str, *words: str) -> None:
    """Wait until a process complains of it once more than it did up to now."""
    before = complaints(site, process, *words)
    wait_until(lambda: complaints(site, process, *words) > before, what=" ".join(words))


def wait_for_mails(site: RealSite) -> None:
    wait_until(lambda: site.count(NOT_SENT) == 0, seconds=60, what="every mail to leave")


# --- The same form many times -----------------------------------------------------------------


def test_pf_02_the_last_step_twenty_times_at_once_is_one_request_and_a_changed_one_another(
    make_village_site: MakeSite,
) -> None:
    site = make_village_site()
    site.start_web()
    client = FormClient(site.url)
    page = check_page(client, 1)

    with ThreadPoolExecutor(AT_ONCE) as senders:
        sent = [senders.submit(client.send, page, **AGREED) for _ in range(AT_ONCE)]
    references = {reference_in(each.result()) for each in sent}
    references.add(reference_in(client.send(page, **AGREED)))  # the browser's retry, later

    assert len(references) == 1
    assert site.rows(LEDGER) == [(references.pop(), name_of(1), 1, 1)]
    # Twenty equal sendings are one try of this sender.
    assert site.count("SELECT max(hits) FROM kit_ratehit") == 1

    # Back, a change, and sent with the same one-time value: first shown, then another request.
    changed = client.send(page, **AGREED, name=name_of(2))
    assert changed.status == 200
    assert name_of(2) in changed.text
    nonce = {form.values["nonce"] for form in (*page.forms, *changed.forms)}
    assert len(nonce) == 1
    second = reference_in(client.send(changed, **AGREED))

    rows = sorted(site.rows(LEDGER), key=lambda row: str(row[1]))
    assert [row[1:] for row in rows] == [(name_of(1), 1, 1), (name_of(2), 1, 1)]
    assert rows[1][0] == second


# --- What the site leans on fails -------------------------------------------------------------


def test_cf_09_ml_05_a_mail_server_that_refuses_or_is_silent_keeps_nobody_waiting(
    make_village_site: MakeSite,
) -> None:
    port = free_port()
    site = make_village_site(EMAIL_URL=f"smtp://127.0.0.1:{port}")
    site.start_web()
    site.start_worker()
    warm_up(site)

    wait_for_complaint(site, "worker", "server_unreachable", "ConnectionRefusedError")
    submit_quickly(site, range(1, 4))
    with black_hole(port):
        # The words of smtplib for a greeting that does not come.
        wait_for_complaint(site, "worker", "server_unreachable", "SMTPServerDisconnected")
        submit_quickly(site, range(4, 7))

    with mail_server(port) as server:
        wait_for_mails(site)
    assert set(server.ids().values()) == {1}
    receipts = {f"bewoner{number}@example.org" for number in range(7)}
    assert receipts <= {message["To"] for message in server.received}


def test_cf_09_a_broker_that_refuses_or_is_silent_keeps_nobody_waiting(
    make_village_site: MakeSite,
) -> None:
    port = free_port()
    site = make_village_site(REDIS_URL=f"redis://127.0.0.1:{port}/0")
    site.start_web()
    warm_up(site)

    submit_quickly(site, range(1, 4))
    wait_until(lambda: complaints(site, "web", "nudge_failed"), what="a refusal")
    with black_hole(port):
        submit_quickly(site, range(4, 7))
        wait_for_complaint(site, "web", "nudge_failed")
        submit_quickly(site, range(7, 10))

    # The rows are the record: any worker whose broker answers sends the mails.
    make_village_site().start_worker()
    wait_for_mails(site)
    assert {row[2:] for row in site.rows(LEDGER)} == {(1, 1)}
    assert len(site.rows(LEDGER)) == 10


def test_cf_09_a_broker_folder_that_cannot_be_written_keeps_nobody_waiting(
    make_village_site: MakeSite,
) -> None:
    site = make_village_site(REDIS_URL="")
    in_the_way = site.folder / "broker"
    in_the_way.write_text("no folder")
    site.start_web()
    warm_up(site)

    submit_quickly(site, range(1, 4))
    wait_until(lambda: complaints(site, "web", "nudge_failed"), what="a failure")

    in_the_way.unlink()
    site.start_worker()
    wait_for_mails(site)
    reference_in(submit(FormClient(site.url), 4))
    wait_for_mails(site)


@pytest.mark.redis
def test_cf_09_a_broker_that_goes_away_and_comes_back_finds_the_worker_again(
    make_village_site: MakeSite,
) -> None:
    port = free_port()
    server, _, number = os.environ["REDIS_URL"].partition("://")[2].partition("/")
    site = make_village_site(REDIS_URL=f"redis://127.0.0.1:{port}/{number or 0}")
    site.start_web()
    with relay(port, server):
        site.start_worker()
        warm_up(site)
        wait_for_mails(site)
    submit_quickly(site, range(1, 4))
    with black_hole(port):
        submit_quickly(site, range(4, 7))
    with relay(port, server):
        wait_for_mails(site)


# --- Web workers are killed -------------------------------------------------------------------


def test_cf_07_kills_of_web_workers_lose_no_answered_submission_and_double_none(
    make_village_site: MakeSite,
) -> None:
    site = make_village_site(TRUSTED_PROXIES="1")
    site.start_web()
    # Each sends from a place of its own: this is no test of the limits.
    clients = [FormClient(site.url, address=f"192.0.2.{number}") for number in range(FORMS)]
    told: dict[int, str] = {}

    with ThreadPoolExecutor(SENDERS) as senders:
        pages = list(senders.map(check_page, clients, range(FORMS)))

        def send(number: int) -> None:
            try:
                told[number] = reference_in(clients[number].send(pages[number], **AGREED))
            except (OSError, http.client.HTTPException):
                told[number] = ""

        sent = [senders.submit(send, number) for number in range(FORMS)]
        for kill in range(1, KILLS + 1):
            enough = FORMS * kill // (KILLS + 2)
            wait_until(lambda n=enough: len(told) >= n, what=f"{enough} submissions")  # type: ignore[misc]
            time.sleep(random.random() / 50)
            site.kill_web_worker()
        assert len(told) < FORMS, "the last kill came too late to prove anything"
    for each in sent:
        each.result()

    stored = site.rows(LEDGER)
    unanswered = [number for number, reference in told.items() if not reference]
    assert unanswered, "no kill hit a submission"
    names = [name for _, name, _, _ in stored]
    assert len(set(names)) == len(names)
    answered = {(reference, name_of(number)) for number, reference in told.items() if reference}
    assert answered <= {(reference, name) for reference, name, _, _ in stored}
    # Whole or not at all: never a request without its receipt or its line.
    assert {row[2:] for row in stored} == {(1, 1)}

    # Who got no answer presses once more.
    for number in unanswered:
        reference_in(clients[number].send(pages[number], **AGREED))
    stored = site.rows(LEDGER)
    assert sorted(row[1] for row in stored) == sorted(map(name_of, range(FORMS)))
    assert {row[2:] for row in stored} == {(1, 1)}
