"""Getting in while many try at the same moment, and while Redis refuses, is silent or dies."""

import os
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass

import pytest

from dorst_portal.accounts.allauth_internals import format_hotp_value, hotp_value
from dorst_portal.accounts.mailed_codes import SPENT, USED, WRONG
from tests.outbox.servers import black_hole, free_port
from tests.races.form_client import Answer, FormClient
from tests.races.processes import MakeSite, RealSite
from tests.races.relay import relay

BEHEERDER, COORDINATOR = "bea@example.org", "cor@example.org"
CODE, SECOND, FRESH = "/inloggen/code/", "/inloggen/tweede-stap/", "/inloggen/opnieuw/"
PASSWORDS = "/inloggen/wachtwoord/"
PASSWORD = "een lange zin over bomen"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
# No page of a log-in may take longer, whatever is down; sending takes 0.3 s for everybody.
AT_MOST = 3.0
PEOPLE = f"""
from dorst_portal.accounts.allauth_internals import TOTP, RecoveryCodes
from dorst_portal.accounts.models import User
User.objects.create_user("{BEHEERDER}", name="Bea", password="{PASSWORD}")
cor = User.objects.create_user("{COORDINATOR}", name="Cor", is_coordinator=True)
TOTP.activate(cor, "{SECRET}")
RecoveryCodes.activate(cor)
"""
SPARE = f"""
from dorst_portal.accounts.models import User
print(User.objects.get(email="{COORDINATOR}").authenticator_set.get(
    type="recovery_codes").wrap().get_unused_codes()[0])
"""
LOG_INS = "SELECT count(*) FROM audit_entry WHERE verb = 'account.logged_in'"


@pytest.fixture
def site(make_real_site: MakeSite) -> RealSite:
    """Two processes with four threads each; who asks says where from."""
    site = make_real_site(TRUSTED_PROXIES="1")
    site.python(PEOPLE)
    site.start_web()
    return site


@dataclass(frozen=True)
class Sending:
    """A browser with a page that asks for a code."""

    client: FormClient
    path: str
    page: Answer

    def __call__(self, code: str) -> Answer:
        values = self.page.form({"code": code}).values
        return self.client.post(self.path, values | {"code": code})

    def twin(self) -> "Sending":
        """The same browser once more, to send from both at the same moment."""
        return Sending(self.client.twin(), self.path, self.page)


def mailed_code(site: RealSite, to: str) -> str:
    """The code in the newest mail to somebody."""
    mails = site.rows('SELECT "to", text FROM outbox_mail ORDER BY id')
    found = re.search(r"^\d{4}-\d{4}$", dict(mails)[to], re.MULTILINE)
    assert found
    return found[0]


def app_code() -> str:
    """What the app shows, and goes on showing for the rest of a test."""
    while time.time() % 30 > 24:
        time.sleep(0.2)
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))


def send(client: FormClient, path: str, **typed: str) -> Answer:
    """Fetch a page, and send its form to it."""
    return client.post(path, client.get(path).form(typed).values | typed)


def asks_a_code(site: RealSite, email: str, *, number: int = 1) -> Sending:
    """A visitor who has the page for the code before them: sends what is typed there."""
    client = FormClient(site.url, address=f"192.0.2.{number}")
    send(client, "/inloggen/", email=email)
    return Sending(client, CODE, client.get(CODE))


def before_the_second_step(site: RealSite, number: int) -> Sending:
    asked = asks_a_code(site, COORDINATOR, number=number)
    asked(mailed_code(site, COORDINATOR))
    return Sending(asked.client, SECOND, asked.client.get(SECOND))


def at_once(browsers: list[Sending], codes: list[str]) -> list[Answer]:
    start = threading.Barrier(len(browsers))

    def sends(browser: Sending, code: str) -> Answer:
        start.wait()
        return browser(code)

    with ThreadPoolExecutor(len(browsers)) as senders:
        return list(senders.map(sends, browsers, codes))


def logged_in(browsers: list[Sending]) -> int:
    return sum(one.client.get("/beveiliging/").status == 200 for one in browsers)


def test_one_code_sent_ten_times_at_once_opens_one_session(site: RealSite) -> None:
    used = 0
    for number in range(1, 4):
        asked = asks_a_code(site, BEHEERDER, number=number)
        twins = [asked.twin() for _ in range(10)]
        answers = at_once(twins, [mailed_code(site, BEHEERDER)] * 10)
        assert logged_in(twins) == 1
        assert site.count(LOG_INS) == number
        told = Counter(answer.location or answer.status for answer in answers)
        assert told["/beheer/"] == 1
        # Who came when the session was gone must ask again.
        assert told.keys() <= {"/beheer/", 200, "/inloggen/"}, told
        used += sum(USED in answer.text for answer in answers)
    assert used


def test_of_ten_browsers_that_asked_one_uses_the_code(site: RealSite) -> None:
    asked = [asks_a_code(site, BEHEERDER, number=number) for number in range(10)]
    answers = at_once(asked, [mailed_code(site, BEHEERDER)] * 10)
    assert logged_in(asked) == 1
    assert sum(USED in answer.text for answer in answers) == 9
    assert site.count(LOG_INS) == 1


def test_wrong_codes_at_once_count_against_the_three_tries(site: RealSite) -> None:
    asked = asks_a_code(site, BEHEERDER)
    code = mailed_code(site, BEHEERDER)
    right = int(code.replace("-", ""))
    wrong = [f"{(right + 1 + number) % 10**8:08d}" for number in range(20)]
    answers = at_once([asked.twin() for _ in wrong], wrong)
    assert sum(WRONG in answer.text for answer in answers) == 3
    assert SPENT in asked(code).text
    assert logged_in([asked]) == 0
    assert site.count(LOG_INS) == 0


def test_asking_at_once_makes_one_code(site: RealSite) -> None:
    start = threading.Barrier(20)

    def asks(number: int) -> str:
        client = FormClient(site.url, address=f"192.0.2.{number}")
        values = client.get("/inloggen/").form({"email": ""}).values
        start.wait()
        return client.post("/inloggen/", values | {"email": BEHEERDER}).location

    with ThreadPoolExecutor(20) as people:
        assert set(people.map(asks, range(20))) == {CODE}
    assert site.count("SELECT count(*) FROM accounts_mailedcode") == 1
    assert site.count("SELECT count(*) FROM outbox_mail") <= 11


@pytest.mark.parametrize("kind", ["of the app", "spare"])
def test_a_code_of_the_second_step_sent_at_once_opens_one_session(
    site: RealSite, kind: str
) -> None:
    waiting = [before_the_second_step(site, number) for number in range(6)]
    code = app_code() if kind == "of the app" else site.python(SPARE).strip()
    at_once(waiting, [code] * len(waiting))
    assert logged_in(waiting) == 1
    assert site.count(LOG_INS) == 1


# --- Redis --------------------------------------------------------------------------------------

Trouble = Callable[[int], AbstractContextManager[object]]


@contextmanager
def _dies(port: int) -> Iterator[None]:
    """There for the first pages, and gone with every open connection from then on."""
    server = os.environ["REDIS_URL"].partition("://")[2].partition("/")[0]
    alive = ExitStack()
    alive.enter_context(relay(port, server))
    death = threading.Timer(1, alive.close)
    death.start()
    try:
        yield
    finally:
        death.join()


TROUBLES = [
    pytest.param(lambda port: nullcontext(), id="refused"),
    pytest.param(black_hole, id="silent"),
    pytest.param(_dies, id="killed", marks=pytest.mark.redis),
]


@pytest.mark.alone
@pytest.mark.parametrize("trouble", TROUBLES)
def test_every_way_in_works_whatever_redis_does(make_real_site: MakeSite, trouble: Trouble) -> None:
    port = free_port()
    site = make_real_site(REDIS_URL=f"redis://127.0.0.1:{port}/0", TRUSTED_PROXIES="1")
    site.python(PEOPLE)
    site.start_web()
    with trouble(port):
        cor = Stopwatch(site, "192.0.2.1")
        send(cor, "/inloggen/", email=COORDINATOR)
        send(cor, CODE, code="0000-0000")
        send(cor, CODE, code=mailed_code(site, COORDINATOR))
        send(cor, SECOND, code="000000")
        code = app_code()
        assert send(cor, SECOND, code=code).location == "/platform/"
        assert send(cor, FRESH, code=code).status == 200  # it was used
        cor.post(FRESH, cor.get(FRESH).form({"code": ""}).values | {"mail": "1"})
        assert send(cor, FRESH, code=mailed_code(site, COORDINATOR)).status == 302

        again = Stopwatch(site, "192.0.2.2")
        send(again, "/inloggen/", email=COORDINATOR)
        send(again, CODE, code=mailed_code(site, COORDINATOR))
        spare = site.python(SPARE).strip()
        assert send(again, SECOND, code=spare).location == "/platform/"

        bea = Stopwatch(site, "192.0.2.3")
        send(bea, PASSWORDS, login=BEHEERDER, password="verkeerd verkeerd")
        right = {"login": BEHEERDER, "password": PASSWORD}
        assert send(bea, PASSWORDS, **right).location == "/beheer/"
        assert send(bea, FRESH, password=PASSWORD).status == 302

        stranger = Stopwatch(site, "192.0.2.4")
        values = stranger.get("/inloggen/").form({"email": ""}).values
        stranger.post("/inloggen/passkey/vraag/", values)
        stranger.post("/inloggen/passkey/", values | {"answer": "{}"})


class Stopwatch(FormClient):
    """A visitor who is kept waiting by no page, and sees none that broke."""

    def __init__(self, site: RealSite, address: str) -> None:
        super().__init__(site.url, address=address)

    def _ask(self, path: str, data: bytes | None) -> Answer:
        begun = time.monotonic()
        answer = super()._ask(path, data)
        assert answer.status < 500, f"{path}: {answer.text}"
        assert time.monotonic() - begun < AT_MOST, path
        return answer
