"""LG-02: somebody walks through everything, things break with their data in the words of the error,
and no log of web, worker or timetable holds a marked value, a token or a code.
"""

import http.client
import json
import re
import sqlite3
from contextlib import closing
from typing import Any

import psycopg

from tests.outbox.servers import MailServer, free_port, mail_server
from tests.races.form_client import Answer, FormClient
from tests.races.processes import MakeSite, RealSite, wait_until
from tests.races.test_join_form import THANKS

NAME, MAIL, WORD = "Rika Merktekenaar", "merkteken.rika@example.org", "Merkwoord"
SENDER, AGENT, OPERATOR = "192.0.2.77", "Merkbrowser", "operator@example.org"
MARKS = (
    "merktekenaar", "merkteken.rika", "merkwoord", "merkbrowser", "600008642", "0000 8642",
    "192.0.2.77", "merkpad", "operator@",
)  # fmt: skip
TYPED = {
    "street": "Spoorstraat 12", "name": NAME, "mobile": "06 0000 8642", "has_app": "yes",
    "email": MAIL, "message": f"{WORD} een", "subject": "other", "question": f"{WORD} twee",
}  # fmt: skip
TOKEN = re.compile(r"/(?:bevestig|mijn|antwoord|inloggen/mail)/([A-Za-z0-9_:-]{20,})")
CODE = re.compile(r"^(\d{4}-\d{4})$", re.MULTILINE)
REQUEST = "SELECT id FROM groups_residentrequest WHERE email LIKE 'merkteken.%'"
MEMBER = "SELECT id FROM groups_membership WHERE mobile = '+31600008642'"
SECONDS = 120  # it takes a few, but the machine may have other work
# What a database says of a row that it refuses holds the row.
BROKEN = f"{NAME}, 06 0000 8642, {MAIL}"
BREAK_SQLITE = f"""
CREATE TRIGGER broken BEFORE INSERT ON groups_residentrequest WHEN NEW.kind = 'question'
BEGIN SELECT RAISE(ABORT, '{BROKEN}'); END
"""
BREAK_POSTGRES = f"""
CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'Failing row contains ({BROKEN}, %)', NEW; END $$;
CREATE TRIGGER broken BEFORE INSERT ON groups_residentrequest FOR EACH ROW
WHEN (NEW.kind = 'question') EXECUTE FUNCTION broken()
"""


def start(site: RealSite) -> None:
    """Web, worker and timetable apart, with the commands of production."""
    web = site.start(
        "web",
        *("-m", "gunicorn", "dorst_portal.wsgi", f"--bind=127.0.0.1:{site.port}"),
        *("--worker-class=gthread", "--workers=2", "--threads=4", "--no-control-socket"),
        "--logger-class=dorst_portal.kit.running.gunicorn.LogLines",
    )
    celery = ("-m", "celery", "-A", "dorst_portal")
    calm = ("--loglevel=info", "--without-gossip", "--without-mingle")
    site.start("worker", *celery, "worker", "--concurrency=2", *calm)
    site.start("beat", *celery, "beat", f"--schedule={site.folder}/beat", "--loglevel=info")
    site.wait_for_answer(web)


class Visitor(FormClient):
    """Somebody of whom everything that a browser sends is marked."""

    def __init__(self, site: RealSite) -> None:
        super().__init__(site.url, address=SENDER)
        self._headers |= {"User-Agent": AGENT, "Referer": f"{site.url}/merkpad/"}
        self._at = "/"

    def _ask(self, path: str, data: bytes | None) -> Answer:
        """A form without an address of its own goes to the page that it stands on."""
        self._at = path or self._at
        return super()._ask(self._at, data)


def texts(mails: MailServer) -> str:
    found = [mail.get_payload(decode=True) for mail in list(mails.received)]
    return "\n".join(one.decode() for one in found if isinstance(one, bytes)).replace("\r", "")


def ask_what_is_nowhere(site: RealSite) -> None:
    """Paths, queries, hosts and methods with marks in them."""
    for method, path, headers in (
        ("GET", f"/merkpad/{MAIL}/", {}),
        ("GET", f"/zoek/?straat=Spoorstraat&huisnummer=12&naam={WORD}", {}),
        ("GET", "/bevestig/17-merkpadmerkpadmerkpad12/", {}),
        ("GET", "/over/?q=%00merkpad", {}),
        ("GET", "/over/", {"Host": "merkpad.example"}),
        ("MERKPAD", "/over/", {}),
        ("POST", "/meedoen/", {"Content-Length": "99999999", "Referer": "merkpad"}),
        ("GET", "/metrics", {"Authorization": f"Bearer {WORD}"}),
    ):
        client = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
        client.request(method, path, headers={"X-Forwarded-For": SENDER, **headers})
        assert client.getresponse().status < 500, path
        client.close()


def becomes_a_member(site: RealSite, mails: MailServer, staff: FormClient) -> None:
    resident = Visitor(site)
    page = resident.walk("/meedoen/", TYPED, until="agree")
    assert THANKS.fullmatch(resident.send(page, agree="on", of_age="on").location)
    wait_until(lambda: "/bevestig/" in texts(mails), seconds=SECONDS, what="the receipt")
    link = re.findall(r"^http://localhost:\d+(/bevestig/\S+)$", texts(mails), re.MULTILINE)[0]
    page = resident.get(resident.get(link).location)
    answer = resident.post("/bevestig/", page.form({"link": ""}).values | {"antwoord": "ja"})
    assert "e-mailadres klopt" in resident.get(answer.location).text
    resident.send(resident.get("/mijn/"), email=MAIL)
    number = site.rows(REQUEST)[0][0]
    path = f"/beheer/aanvraag/{number}/"
    page = staff.get(path)
    for step in ("goedkeuren/", "toegevoegd/"):
        form = next(form for form in page.forms if form.action.endswith(step))
        answer = staff.post(form.action, form.values)
        assert answer.status == 302
        page = staff.get(answer.location)
    look_around(site, staff, path)


def look_around(site: RealSite, staff: FormClient, path: str) -> None:
    """What a beheerder opens of a member, and searches."""
    member = site.rows(MEMBER)[0][0]
    base = "/beheer/groep/spoorstraat/leden/"
    page = staff.get(base)
    staff.post(base, page.form({"zoek": ""}).values | {"zoek": "Merktekenaar"})
    for place in (path, f"{base}{member}/", f"{base}{member}/contactkaart.vcf", f"{base}meenemen/",
                  f"{base}{member}/wijzigen/", f"{base}toevoegen/?naam={NAME[:4]}"):  # fmt: skip
        assert staff.get(place).status == 200, place
    page = staff.get(f"{base}{member}/wijzigen/")
    staff.send(page, name=f"{NAME} {WORD}")


def logs_in(site: RealSite, mails: MailServer) -> Visitor:
    """A beheerder, by a code that was mailed, after a wrong one; and somebody by a password."""
    wrong = Visitor(site)
    page = wrong.get("/inloggen/wachtwoord/")
    wrong.send(page, login=MAIL, password=f"{WORD} 123!")
    own = Visitor(site)
    own.send(own.get("/inloggen/"), email="own@example.org")
    wait_until(lambda: CODE.search(texts(mails)), seconds=SECONDS, what="a code")
    own.send(own.get("/inloggen/code/"), code="1234-8642")
    answer = own.send(own.get("/inloggen/code/"), code=CODE.findall(texts(mails))[-1])
    assert answer.status == 302, answer.text
    assert own.get("/beheer/").status == 200
    return own


def breaks(site: RealSite) -> None:
    """The database refuses a question in words that hold the row."""
    if site.database_url.startswith("sqlite"):
        path = site.database_url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, timeout=20)) as database:
            database.execute(BREAK_SQLITE)
    else:
        with psycopg.connect(site.database_url, autocommit=True) as database:
            database.execute(BREAK_POSTGRES.encode())
    asker = Visitor(site)
    page = asker.get("/vraag/")
    for _ in range(3):  # the subject, the question, and a look at both
        form = max(page.forms, key=lambda form: len(form.values))
        asked = {name: TYPED[name] for name in form.asks & TYPED.keys()}
        page = asker.post(form.action, form.values | asked)
    assert page.status == 500, page.text


def logs(site: RealSite) -> dict[str, str]:
    return {path.stem: path.read_text(errors="replace") for path in site.folder.glob("*.log")}


def test_lg_02_no_log_of_any_process_holds_anything_of_who_walked_by(
    make_village_site: MakeSite,
) -> None:
    port = free_port()
    site = make_village_site(
        EMAIL_URL=f"smtp://127.0.0.1:{port}", TRUSTED_PROXIES="1", ERROR_REPORTS_TO=OPERATOR
    )
    with mail_server(port) as mails:
        # A mail server names who it refuses.
        mails.answers[MAIL] = f"450 4.2.0 <{MAIL}> {NAME} later"
        start(site)
        ask_what_is_nowhere(site)
        early = Visitor(site)
        early.send(early.get("/mijn/"), email="bewoner@example.org")
        staff = logs_in(site, mails)
        mails.answers.clear()
        becomes_a_member(site, mails, staff)
        breaks(site)
        wait_until(
            lambda: any(OPERATOR in str(one["To"]) for one in list(mails.received)),
            seconds=SECONDS,
            what="the report of what broke",
        )
        sent = texts(mails)
        reports = [one for one in list(mails.received) if OPERATOR in str(one["To"])]
    cookies = {str(one.value) for one in staff.cookies if one.value}
    assert cookies, "somebody was logged in"
    check(logs(site), sent, cookies)
    for one in reports:
        said = str(one) + texts_of(one)
        assert not [mark for mark in MARKS[:-1] if mark in said.lower()]


def texts_of(mail: Any) -> str:
    return bytes(mail.get_payload(decode=True)).decode()


def check(written: dict[str, str], sent: str, cookies: set[str]) -> None:
    assert {"web", "worker", "beat"} <= written.keys()
    secrets = {*TOKEN.findall(sent), *CODE.findall(sent), *cookies}
    assert len(secrets) > 3, "the mails held links and codes to look for"
    for name, text in written.items():
        found = [mark for mark in (*MARKS, *secrets) if mark.lower() in text.lower()]
        assert not found, (name, found)
    # They were looked for where something stands.
    lines = [json.loads(line) for line in written["web"].splitlines() if line.startswith("{")]
    routes = {line.get("route") for line in lines}
    assert {"signup_start", "confirm", "members", "member", "member_vcard", "request_approve",
            "account_login", "account_confirm_login_code", "question", None} <= routes  # fmt: skip
    assert any(line.get("error") and line.get("frames") for line in lines), "what broke is told"
    assert "outbox" in written["worker"]
    assert "Scheduler" in written["beat"]
