"""Every list of the staff pages, in a village as large as you like.

Fill a database of its own, with DATABASE_URL and VAR_DIR pointing at it, and open the lists:

    manage.py migrate
    manage.py collectstatic --noinput
    manage.py seed_scale --members 1000000
    DJANGO_SETTINGS_MODULE=dorst_portal.settings python -m bench.lists_at_scale

Each list is opened at its beginning and on its second page. It tells how many statements that took,
and how long, and fails on a list that sends more than ten, or on the page of all figures at twelve.
"""

import re
import sys
import time
from dataclasses import dataclass
from html import unescape
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count, Q  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench.staff import logged_in  # noqa: E402
from dorst_portal.accounts.models import User  # noqa: E402
from groups.models import (  # noqa: E402
    AddressImport,
    Appointment,
    BulletinCopy,
    Partner,
    WeekReview,
)

MOST = 10
# The page of all figures asks for each block, those of the alerts too.
MOST_OF_FIGURES = 12
COORDINATOR = "coordinator@example.org"
# Of the first neighbourhood that seed_scale adds; without one, of the example village itself.
BEHEERDERS = ("beheerder-wijk-2-dennenlaan@example.org", "beheerder-dennenlaan@example.org")
_TRANSACTIONS = re.compile(r"(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b")
_NEXT = re.compile(r'href="(\?[^"]*\bna=[^"]*)"')

# What a coordinator can list, search, sort and filter; `{partner}` and such are the first row.
OF_A_COORDINATOR = (
    "/platform/",
    "/platform/aanvragen/",
    "/platform/aanvragen/?soort=vragen",
    "/platform/aanvragen/?soort=groepen",
    "/platform/aanvragen/?soort=doorgezet",
    "/platform/aanvragen/?soort=gevraagd",
    "/platform/aanvragen/?soort=bellen",
    "/platform/wachtlijst/",
    "/platform/wachtlijst/leijweg/",
    "/platform/mails/",
    "/platform/groepen/",
    "/platform/groepen/?op=leden",
    "/platform/groepen/?op=ergste",
    "/platform/groepen/?teken=geen-beheerder",
    "/platform/groepen/?teken=wacht",
    "/platform/groepen/?teken=geen-straten",
    "/platform/groepen/?teken=meer-dan-100",
    "/platform/groepen/?teken=een-beheerder",
    "/platform/groepen/?teken=geen-teken",
    "/platform/groepen/?teken=geen-link",
    "/platform/groepen/?teken=oude-link",
    "/platform/groepen/?teken=oude-lijst",
    "/platform/groepen/?teken=meer-dan-50",
    "/platform/groepen/?teken=meer-dan-50&op=leden",
    "/platform/groepen/?teken=oude-lijst&op=ergste",
    "/platform/groepen/?status=active",
    "/platform/groepen/?zoek=seters",
    "/platform/groepen/?zoek=seters&op=ergste",
    "/platform/groepen/?zoek=bestaat-niet",
    "/platform/groepen/spoorstraat/",
    "/platform/groepen/spoorstraat/splitsen/",
    "/platform/groepen/spoorstraat/samenvoegen/",
    "/platform/straten/",
    "/platform/straten/?op=leden",
    "/platform/straten/?toon=zonder",
    "/platform/straten/?toon=zonder&op=leden",
    "/platform/straten/?toon=buiten",
    "/platform/straten/?zoek=spoor",
    "/platform/straten/?zoek=spoor&op=leden",
    "/platform/straten/spoorstraat/",
    "/platform/straten/dekking/",
    "/platform/straten/dekking/?toon=deels",
    "/platform/straten/dekking/?toon=regels",
    "/platform/straten/dekking/?toon=groepen",
    "/platform/straten/dekking/?toon=adressen",
    "/platform/straten/verplaatst/",
    "/platform/borden/",
    "/platform/borden/?stand=zonder",
    "/platform/borden/?stand=damaged",
    "/platform/adressen/",
    "/platform/adressen/?zoek=spoor",
    "/platform/adressen/import/{addressimport}/",
    "/platform/beheerders/",
    "/platform/beheerders/?toon=zonder",
    "/platform/beheerders/?toon=een",
    "/platform/beheerders/?toon=stopt",
    "/platform/beheerders/?toon=weg",
    "/platform/beheerders/?toon=gevraagd",
    "/platform/beheerders/?toon=stil",
    "/platform/beheerders/?toon=stil&op=naam",
    "/platform/beheerders/?toon=gestopt",
    "/platform/beheerders/?zoek=dennen",
    "/platform/beheerders/?zoek=bestaat-niet",
    "/platform/beheerders/?op=naam",
    "/platform/beheerders/{appointment}/",
    "/platform/partners/",
    "/platform/partners/?nakijken=on",
    "/platform/partners/?gestopt=on",
    "/platform/partners/?soort=housing",
    "/platform/partners/?groep=Dennenlaan",
    "/platform/partners/?zoek=woon",
    "/platform/partners/?zoek=bestaat-niet",
    "/platform/partners/{partner}/",
    "/platform/berichten/",
    "/platform/berichten/{bulletin}/",
    "/platform/berichten/{bulletin}/?toon=nog-niet",
    "/platform/berichten/{bulletin}/?toon=gedeeld",
    "/platform/teksten/",
    "/platform/teksten/welke-app/",
    "/platform/logboek/",
    "/platform/logboek/?wat=bekeken",
    "/platform/logboek/?wat=partners",
    "/platform/logboek/?wat=berichten",
    "/platform/logboek/?wie=coordinator@example.org",
    "/platform/logboek/?wie=coordinator@example.org&wat=bekeken",
    "/platform/logboek/?wie=bestaat-niet",
    "/platform/logboek/?groep=Dennenlaan",
    "/platform/logboek/?groep=Dennenlaan&wat=straten",
    "/platform/logboek/?van=2020-01-01&tot=2020-12-31",
    "/platform/logboek/weken/",
    "/platform/logboek/weken/{weekreview}/",
    "/platform/cijfers/",
    "/platform/cijfers/leden/",
    "/platform/cijfers/dekking/",
    "/platform/cijfers/weken/",
    "/platform/cijfers/dagen/",
    "/platform/cijfers/vandaan/",
    "/platform/cijfers/openen/",
    "/platform/cijfers/redenen/",
    "/platform/cijfers/leden.csv",
    "/platform/leden/vertellen/",
    "/platform/leden/vertellen/dennenlaan/",
    "/platform/leden/overnemen/",
    "/platform/waarom/?straat=Spoorstraat&huisnummer=12",
    "/beheer/groep/dennenlaan/",
    "/beheer/groep/dennenlaan/leden/",
    "/beheer/groep/dennenlaan/logboek/",
    "/beheer/groep/dennenlaan/cijfers/",
    "/cijfers/",
    "/straten/",
    "/straten/?zoek=spoor",
    "/groepen/",
    "/spelregels/",
    "/welke-app/",
)
# What a beheerder can list; `{group}` is the own group.
OF_A_BEHEERDER = (
    "/beheer/",
    "/beheer/?groep={group}",
    "/beheer/groep/{group}/",
    "/beheer/groep/{group}/leden/",
    "/beheer/groep/{group}/leden/tellen/",
    "/beheer/groep/{group}/leden/vergelijken/",
    "/beheer/groep/{group}/leden/overnemen/",
    "/beheer/groep/{group}/leden/geblokkeerd/",
    "/beheer/groep/{group}/leden/vertellen/",
    "/beheer/groep/{group}/logboek/",
    "/beheer/groep/{group}/cijfers/",
    "/beheer/groep/{group}/overdracht/",
    "/beheer/berichten/",
    "/beheer/contacten/",
    "/beheer/contacten/kaartje/",
    "/beheer/contacten/{partner}/",
    "/beheer/instellingen/",
)
# What a beheerder sends to see a list: the words of a search, and the participants of the chat.
SENT_BY_A_BEHEERDER = (
    ("/beheer/groep/{group}/leden/", {"zoek": "van"}),
    ("/beheer/groep/{group}/leden/", {"zoek": "12"}),
    ("/beheer/groep/{group}/leden/vergelijken/", {"text": "Jan Jansen, +31 6 0000 0001, Jij"}),
)


@dataclass(frozen=True)
class Opened:
    """A list that was opened."""

    path: str
    status: int
    statements: int
    ms: float
    next_page: str

    @property
    def is_right(self) -> bool:
        most = MOST_OF_FIGURES if self.path == "/platform/cijfers/" else MOST
        return self.status == 200 and self.statements <= most


def main() -> int:
    """Open every list, and tell; 1 when one of them asks too much."""
    settings.ALLOWED_HOSTS = ["*"]
    rows = _rows()
    right = _open_all(_client(COORDINATOR), [path.format_map(rows) for path in OF_A_COORDINATOR])
    for email in BEHEERDERS:
        user = User.objects.filter(email=email).first()
        if user:
            group = user.appointments.get().group.slug
            served = {"group": group, "partner": _partner_of(group)}
            paths = [path.format_map(served) for path in OF_A_BEHEERDER]
            right = _open_all(_client(email), paths) and right
            for path, sent in SENT_BY_A_BEHEERDER:
                answered = _open_sent(_client(email), path.format_map(served), sent)
                _tell(f"{path} ({', '.join(sent.values())})", answered)
                right = right and answered.is_right
            break
    return 0 if right else 1


def _rows() -> dict[str, int]:
    """What the addresses name: the message that went to the most people, or else a first row."""
    copies = BulletinCopy.objects.values("bulletin").annotate(number=Count("pk"))
    return {
        "addressimport": AddressImport.objects.latest("pk").pk,
        "appointment": Appointment.objects.earliest("pk").pk,
        "bulletin": copies.order_by("-number")[0]["bulletin"],
        "partner": Partner.objects.earliest("pk").pk,
        "weekreview": WeekReview.objects.latest("week").pk,
    }


def _partner_of(group: str) -> int:
    served = Partner.objects.filter(Q(groups__slug=group) | Q(serves_all=True), ended_at=None)
    return served.latest("pk").pk


def _client(email: str) -> Client:
    return logged_in(User.objects.get(email=email))


def _open_all(client: Client, paths: list[str]) -> bool:
    right = True
    for path in paths:
        first = _open(client, path)
        _tell(path, first)
        right = right and first.is_right
        if first.next_page:
            behind = _open(client, f"{path.split('?')[0]}{first.next_page}")
            _tell(f"{path} (page 2)", behind)
            right = right and behind.is_right
    return right


def _open(client: Client, path: str, sent: dict[str, str] | None = None) -> Opened:
    _ask(client, path, sent)  # once to warm up: templates and plans are made once
    with CaptureQueriesContext(connection) as queries:
        begin = time.perf_counter()
        answer = _ask(client, path, sent)
        ms = (time.perf_counter() - begin) * 1000
    asked = [row["sql"] for row in queries if not _TRANSACTIONS.match(row["sql"])]
    found = _NEXT.findall(answer.content.decode()) if not answer.streaming else []
    return Opened(path, answer.status_code, len(asked), ms, unescape(found[-1]) if found else "")


def _open_sent(client: Client, path: str, sent: dict[str, str]) -> Opened:
    """The page that answers, or the one that the answer leads to."""
    answer = client.post(path, sent)
    if answer.status_code == 302:
        return _open(client, answer["Location"])
    return _open(client, path, sent)


def _ask(client: Client, path: str, sent: dict[str, str] | None) -> Any:
    return client.get(path) if sent is None else client.post(path, sent)


def _tell(path: str, opened: Opened) -> None:
    wrong = "" if opened.is_right else "   <-- too much, or not there"
    line = f"{opened.status} {opened.statements:3} statements {opened.ms:8.0f} ms  {path}{wrong}"
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
