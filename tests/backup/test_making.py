"""A back-up is whole, of one moment, and called one only then (BR-02, BR-04)."""

import sqlite3
import subprocess
import threading
import time
from contextlib import closing
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.utils import timezone
from pytest_django import Settings

from dorst_portal.backup import making, marker, postgres
from dorst_portal.backup.keys import new_pair, read_private
from dorst_portal.backup.making import make_backup, older_than
from dorst_portal.backup.refusals import BackupRefused
from dorst_portal.backup.restoring import check_backup
from dorst_portal.backup.sealed import unsealed
from dorst_portal.kit.models import Beat, RateHit
from groups.models import Street

pytestmark = pytest.mark.django_db
really_committed = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)
COPIES = 20 if connection.vendor == "sqlite" else 5  # of a large file, or by a program each


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def plain_of(path: Path, private: X25519PrivateKey) -> bytes:
    with path.open("rb") as file:
        return b"".join(chunk for chunk, last in unsealed(file, private) if not last)


@really_committed
def test_it_says_what_is_in_it_and_holds_no_word_that_can_be_read(
    folder: Path, private: X25519PrivateKey, now: datetime
) -> None:
    Street.objects.create(name="Geheimelaan", slug="geheimelaan")
    path, told = make_backup(folder=folder, public=private.public_key(), keep_days=30, now=now)
    assert check_backup(path, private) == told
    assert told.rows["groups_street"] == 1
    assert told.vendor == connection.vendor
    assert ["accounts", "0001_initial"] in told.migrations
    assert b"Geheimelaan" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert list(folder.iterdir()) == [path]
    assert Beat.objects.get(name="backup").at == now


@really_committed
def test_br_02_copies_under_write_load_are_each_of_one_moment(
    folder: Path, tmp_path: Path, private: X25519PrivateKey, now: datetime
) -> None:
    """Two rows always change together: a copy in which they differ is of two moments."""
    RateHit.objects.create(key="a", hits=0, until=now)
    RateHit.objects.create(key="b", hits=0, until=now)
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with transaction.atomic():
                RateHit.objects.filter(key="a").update(hits=number)
                RateHit.objects.bulk_create(
                    RateHit(key=f"{number}-{other}", hits=1, until=now) for other in range(20)
                )
                RateHit.objects.filter(key="b").update(hits=number)
            time.sleep(0.005)
        connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [
            make_backup(
                folder=folder, public=private.public_key(), keep_days=30,
                now=now + timedelta(seconds=number),
            )
            for number in range(COPIES)
        ]  # fmt: skip
    finally:
        stop.set()
        writer.join()
    seen = set()
    for path, told in made:
        check_backup(path, private)
        assert (told.rows["kit_ratehit"] - 2) % 20 == 0
        seen.add(told.rows["kit_ratehit"])
        if connection.vendor == "sqlite":
            copy = tmp_path / "copy.sqlite3"
            copy.write_bytes(plain_of(path, private))
            with closing(sqlite3.connect(copy)) as database:
                rows = "SELECT hits FROM kit_ratehit WHERE key IN ('a', 'b')"
                one, other = database.execute(rows).fetchall()
                assert one == other
    assert len(seen) > COPIES / 2, "it was written all the while"


@really_committed
def test_what_lives_for_days_at_most_and_sessions_are_left_out(
    folder: Path, private: X25519PrivateKey, now: datetime
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_session (session_key, session_data, expire_date) "
            "VALUES (%s, %s, %s)",
            ["sleutel-van-iemand", "gegevens", now],
        )
    path, told = make_backup(folder=folder, public=private.public_key(), keep_days=30, now=now)
    assert told.rows["django_session"] == 0
    assert told.rows["alerts_alertphoto"] == told.rows["alerts_alertdetails"] == 0
    if connection.vendor == "sqlite":
        assert b"sleutel-van-iemand" not in plain_of(path, private)
    else:
        listed = subprocess.run(
            ["pg_restore", "--file=-"], input=plain_of(path, private), capture_output=True
        )
        assert b"COPY public.groups_street" in listed.stdout
        assert b"COPY public.django_session" not in listed.stdout
        assert b"COPY public.alerts_alertphoto" not in listed.stdout


# --- old ones ---------------------------------------------------------------------------------


def name_at(moment: datetime) -> str:
    return moment.strftime(making._NAME)


def test_br_04_old_ones_go_after_a_new_one_came_and_nothing_else_does(
    folder: Path, private: X25519PrivateKey, now: datetime
) -> None:
    kept, gone = name_at(now - 29 * DAY), name_at(now - 31 * DAY)
    others = ("portal.sqlite3", "before-0.2.0.dump", f"{gone}.copy", "notes.txt")
    for name in (kept, gone, *others):
        (folder / name).write_text("")
    path, _ = make_backup(folder=folder, public=private.public_key(), keep_days=30, now=now)
    assert {one.name for one in folder.iterdir()} == {path.name, kept, *others}


def test_the_newest_one_stays_however_old_it_is(folder: Path, now: datetime) -> None:
    for days in (400, 500):
        (folder / name_at(now - days * DAY)).write_text("")
    gone = older_than(30, folder=folder, now=now)
    assert [one.name for one in gone] == [name_at(now - 500 * DAY)]


@pytest.fixture
def earlier(folder: Path, private: X25519PrivateKey, now: datetime) -> Path:
    """One that is over its term, and would go after a new one came."""
    moment = now - 40 * DAY
    path, _ = make_backup(folder=folder, public=private.public_key(), keep_days=30, now=moment)
    return path


def test_one_that_fails_leaves_the_old_ones_and_nothing_of_itself(
    folder: Path, earlier: Path, private: X25519PrivateKey, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def fails(*_: object) -> str:
        raise OSError(28, "No space left on device")

    before = earlier.read_bytes()
    for broken in (fails, lambda _: "another digest"):
        monkeypatch.setattr(making, "_digest_of", broken)
        with pytest.raises((OSError, BackupRefused), match=r"space|read back"):
            make_backup(folder=folder, public=private.public_key(), keep_days=30, now=now)
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == {earlier.name: before}
    assert Beat.objects.get(name="backup").at < now


def test_what_a_killed_one_left_is_no_back_up_and_goes(
    folder: Path, private: X25519PrivateKey, now: datetime
) -> None:
    half = folder / f"{name_at(now - DAY)}.part"
    half.write_bytes(b"half")
    assert older_than(1, folder=folder, now=now) == []
    path, _ = make_backup(folder=folder, public=private.public_key(), keep_days=30, now=now)
    assert list(folder.iterdir()) == [path]


def test_two_at_a_time_are_one(folder: Path, private: X25519PrivateKey, now: datetime) -> None:
    with making._alone(folder), pytest.raises(BackupRefused, match="being made"):
        make_backup(folder=folder, public=private.public_key(), keep_days=30, now=now)
    assert list(folder.iterdir()) == []


@pytest.mark.sqlite
@really_committed
def test_a_damaged_database_makes_no_back_up(
    folder: Path, private: X25519PrivateKey, now: datetime, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = Path(connection.settings_dict["NAME"]).read_bytes()
    broken = tmp_path / "broken.sqlite3"
    quarter = len(whole) // 4 // 4096 * 4096
    broken.write_bytes(whole[:quarter] + b"\xff" * 2 * quarter + whole[3 * quarter :])
    monkeypatch.setitem(connection.settings_dict, "NAME", str(broken))
    with pytest.raises(BackupRefused, match="SQLite"):
        make_backup(folder=folder, public=private.public_key(), keep_days=30, now=now)
    assert list(folder.iterdir()) == []
    assert not list(tmp_path.glob(".backup-*"))


# --- the command ------------------------------------------------------------------------------


@pytest.fixture
def key(settings: Settings, folder: Path) -> str:
    settings.BACKUP_PUBLIC_KEY, private = new_pair()
    settings.BACKUP_DIR = folder
    return private


def said(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_the_command_makes_one_that_another_can_check(key: str, folder: Path) -> None:
    assert "rows" in said("backup", "--to", str(folder))
    (folder / "key").write_text(f"{key}\n")
    [path] = folder.glob("*.backup")
    told = said("restore", str(path), "--key", str(folder / "key"), "--check")
    assert told.startswith("This back-up is whole: ")
    assert read_private(key)


def test_it_says_what_is_missing(key: str, folder: Path, settings: Settings) -> None:
    with pytest.raises(CommandError, match="is not there"):
        said("backup", "--to", str(folder / "elsewhere"))
    for days in ("0", "31", "veel"):
        with pytest.raises(CommandError, match="--keep"):
            said("backup", "--to", str(folder), "--keep", days)
    settings.BACKUP_PUBLIC_KEY = ""
    with pytest.raises(CommandError, match="backup_key"):
        said("backup", "--to", str(folder))


@pytest.mark.postgres
def test_without_the_programs_of_postgresql_it_says_which_package(
    key: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(folder))
    with pytest.raises(CommandError, match="postgresql-client"):
        said("backup", "--to", str(folder))
    assert list(folder.iterdir()) == []


@pytest.mark.postgres
def test_a_password_stands_in_no_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "geheim")
    assert "geheim" not in postgres._where()
    assert postgres._password() == "geheim"


def test_none_is_made_of_a_database_that_is_half_put_back(
    folder: Path, private: X25519PrivateKey, now: datetime
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(marker.CREATE)
    try:
        with pytest.raises(BackupRefused, match="being put back"):
            make_backup(folder=folder, public=private.public_key(), keep_days=30, now=now)
    finally:
        marker.remove()
