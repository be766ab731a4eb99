"""DP-08: whoever was erased is nowhere any more: not in a file of the database, nor in a dump of
it, in logs, in the cache and the broker (a folder, or Redis), or beside the database; nothing but
the tombstone is left.
"""

import os
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from shutil import which
from typing import Any

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.outbox.delivery import deliver_due
from dorst_portal.outbox.models import Mail
from groups.members.services.acting import Actor
from groups.models import HouseRules, Membership, ResidentRequest, Tombstone
from groups.privacy.services.erasing import erase_person
from groups.requests.services import conversation, deciding
from groups.requests.services.form_limits import submit_within_limits
from groups.requests.services.forwarding import forward
from groups.requests.services.joining import SignupData
from groups.timetable.clock import tick
from tests.groups.conftest import MakeRequest

DAY = timedelta(days=1)
MAIL = "merkteken.rika@example.org"
MOBILE = "+31600008642"
# As typed and as folded for searching.
MARKS = (
    "Merktekenaar", "merktekenaar", "merkteken.rika", "31600008642", "0600008642", "600008642",
    "Merkwoord", "merkwoord", "MERKADRES", "Merkbedrijf", "merkbedrijf",
)  # fmt: skip
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house_rules(db: None) -> HouseRules:
    """Those that come with the migrations are gone after another test that really commits."""
    facts = {"variant": "standard", "version": 1}
    return HouseRules.objects.get_or_create(**facts, defaults={"text": "Bel eerst 112."})[0]


def a_life(
    signup_data: Callable[..., SignupData],
    make_request: MakeRequest,
    beheerder: User,
    client: Client,
    log_in: Callable[[Client, User], Client],
) -> ResidentRequest:
    """Applies, talks, is helped and helps, is forwarded and comes back, is added, is looked at."""
    now = timezone.now() - timedelta(minutes=30)
    facts = {
        "name": "Rika Merktekenaar", "mobile": MOBILE, "email": MAIL, "message": "Merkwoord 1",
        "organisation": "Merkbedrijf",
    }  # fmt: skip
    asked = submit_within_limits(signup_data(**facts), client="10.0.0.1", now=now)
    ResidentRequest.objects.filter(pk=asked.pk).update(
        email_confirmed_at=now, why_this_group="Merkwoord 2", helper_name="Merktekenaar"
    )
    asked.refresh_from_db()
    conversation.ask_back(asked, text="Dag Rika Merktekenaar", by=beheerder, now=now)
    asked.refresh_from_db()
    conversation.reply(asked, text="Merkwoord 3", now=now)
    make_request(email="", helper_name="Rika Merktekenaar", helper_email=MAIL, name="Buurvrouw")
    declined = make_request(**facts | {"decline_note": "Merkwoord 4"}, state="declined",
        decided_by=beheerder, email_confirmed_at=now)  # fmt: skip
    assert declined.name_key
    asked.refresh_from_db()
    forward(asked, to=None, note="Merkwoord 5", by=beheerder, now=now)
    group = beheerder.appointments.values_list("group", flat=True).get()
    ResidentRequest.objects.filter(pk=asked.pk).update(owner="group", group=group)
    asked.refresh_from_db()
    deciding.approve(asked, by=beheerder, now=now)
    log_in(client, beheerder)
    client.get(reverse("request", args=[asked.pk]))
    client.post(reverse("members", args=["spoorstraat"]), {"zoek": "Merktekenaar"})
    assert client.post(reverse("request_added", args=[asked.pk])).status_code == 302
    member = Membership.objects.get(mobile=MOBILE)
    for name in ("member", "member_number"):
        client.generic("POST" if name == "member_number" else "GET",
            reverse(name, args=["spoorstraat", member.pk]))  # fmt: skip
    page = reverse("members_export", args=["spoorstraat"])
    form = client.get(page).context["form"]
    chosen = {"form": "csv", "reason": form.fields["reason"].choices[0][0]}
    assert found_in(client.post(page, chosen).content)
    deliver_due(now=timezone.now() + DAY)
    return asked


def found_in(data: bytes) -> list[str]:
    text = data.lower()
    return [mark for mark in MARKS if mark.lower().encode() in text]


def files() -> Iterator[Path]:
    """The files of the database and all that the portal keeps beside it."""
    if connection.vendor == "sqlite":
        base = Path(str(connection.settings_dict["NAME"]))
        yield from (path for path in base.parent.glob(f"{base.name}*") if path.is_file())
    for folder in (settings.VAR_DIR / "broker", settings.ERASURES_DIR):
        if folder and Path(folder).exists():
            yield from (path for path in Path(folder).rglob("*") if path.is_file())


def everywhere() -> dict[str, list[str]]:
    """Where a marked value stands."""
    found = {str(path): found_in(path.read_bytes()) for path in files()}
    found["every column"] = found_in(all_columns())
    if connection.vendor == "postgresql" and which("pg_dump"):
        found["dump"] = found_in(dump())
    if os.environ.get("REDIS_URL"):
        found["Redis"] = found_in(all_of_redis(os.environ["REDIS_URL"]))
    return {place: marks for place, marks in found.items() if marks}


def all_columns() -> bytes:
    """Every row of every table, as text: what a dump holds."""
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            parts += [repr(row) for row in cursor.fetchall()]
    return "\n".join(parts).encode()


def all_of_redis(url: str) -> bytes:
    """Every key of the cache and the broker with what it holds."""
    client = redis.Redis.from_url(url)
    reads: dict[Any, Callable[[Any], object]] = {
        b"string": client.get,
        b"list": lambda key: client.lrange(key, 0, -1),
        b"set": client.smembers,
        b"hash": client.hgetall,
        b"zset": lambda key: client.zrange(key, 0, -1),
    }
    keys = list(client.scan_iter())
    return b"\n".join(key + repr(reads[client.type(key)](key)).encode() for key in keys)


def dump() -> bytes:
    of = connection.settings_dict
    place = f"postgres://{of['USER']}@{of['HOST']}:{of['PORT']}/{of['NAME']}"
    environ = {"PGPASSWORD": str(of["PASSWORD"]), "PATH": "/usr/bin:/bin:/usr/local/bin"}
    command = [which("pg_dump") or "pg_dump", "--inserts", place]
    return subprocess.run(command, capture_output=True, env=environ, check=True).stdout


def test_dp_08_whoever_was_erased_is_nowhere(
    erasures: Path, signup_data: Callable[..., SignupData], make_request: MakeRequest,
    own_beheerder: User, client: Client, log_in: Callable[[Client, User], Client],
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    a_life(signup_data, make_request, own_beheerder, client, log_in)
    # The search finds what is there.
    before = everywhere()
    assert {"Merktekenaar", "merkteken.rika", "31600008642", "Merkwoord"} <= {
        *before["every column"]
    }
    in_files = [place for place, marks in before.items() if "Merktekenaar" in marks]
    assert len(in_files) > 1 or not which("pg_dump")
    assert Mail.objects.filter(to=MAIL).exists()

    now = timezone.now()
    mine = Membership.objects.filter(email=MAIL)
    erase_person(email=MAIL, memberships=mine, by=Actor(mine, word="member"), now=now)
    tick(now=now + DAY - timedelta(minutes=1))
    assert everywhere() == {}
    said = capfd.readouterr()
    assert found_in((said.out + said.err + caplog.text).encode()) == []
    assert Tombstone.objects.filter(kind="email").count() == 1
    assert ResidentRequest.objects.filter(name="Buurvrouw").count() == 1


@pytest.mark.sqlite
def test_a_wiped_row_leaves_the_file_and_its_log(db: None) -> None:
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
