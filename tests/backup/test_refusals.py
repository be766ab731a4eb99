"""BR-05: what may not be put back is refused with a plain reason, and nothing is touched."""

import hashlib
import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from dorst_portal.backup import marker, restoring
from dorst_portal.backup.keys import new_pair
from dorst_portal.backup.manifest import Manifest
from dorst_portal.backup.refusals import BackupRefused
from dorst_portal.backup.restoring import restore
from dorst_portal.backup.sealed import Sealer

pytestmark = pytest.mark.django_db
ROWS = b"alle rijen"


def manifest(**other: object) -> Manifest:
    told = Manifest(
        portal="0.1.0",
        made_at="2026-11-30T03:00:00+00:00",
        vendor=connection.vendor,
        migrations=[["accounts", "0001_initial"]],
        rows={"groups_street": 1},
        parts={"database": {"bytes": len(ROWS), "sha256": hashlib.sha256(ROWS).hexdigest()}},
    )
    return replace(told, **other)  # type: ignore[arg-type]


@pytest.fixture
def never_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    def load() -> None:
        raise AssertionError("it went on to the database")

    monkeypatch.setattr(restoring, "engine", load)


def made(folder: Path, private: X25519PrivateKey, told: bytes) -> Path:
    path = folder / "portal-20261130T030000Z.backup"
    with path.open("wb") as file:
        sealer = Sealer(file, private.public_key())
        sealer.write(ROWS)
        sealer.write(told, last=True)
    return path


@pytest.mark.usefixtures("never_loaded")
@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"migrations": [["groups", "9999_later"]]}, r"newer portal \(0.1.0\): 1 changes"),
        ({"migrations": [["an_app_of_later", "0001_initial"]]}, "newer portal"),
        ({"vendor": "mysql"}, "is of mysql"),
        ({"format": 2}, "newer portal"),
        ({"parts": {"database": {"bytes": 3, "sha256": ""}}}, "does not hold"),
    ],
)
def test_what_does_not_fit_is_refused(
    folder: Path, private: X25519PrivateKey, other: dict[str, object], reason: str
) -> None:
    path = made(folder, private, manifest(**other).encoded())
    with pytest.raises(BackupRefused, match=reason):
        restore(path, private, now=timezone.now())


def test_a_format_of_later_is_refused_whatever_it_holds(
    folder: Path, private: X25519PrivateKey
) -> None:
    path = made(folder, private, json.dumps({"format": 2, "else": 1}).encode())
    with pytest.raises(BackupRefused, match="newer portal"):
        restore(path, private, now=timezone.now())


def test_a_database_with_something_in_it_is_left_alone(
    folder: Path, private: X25519PrivateKey
) -> None:
    path = made(folder, private, manifest().encoded())
    with pytest.raises(BackupRefused, match="nothing is overwritten"):
        restore(path, private, now=timezone.now())
    assert marker.unfinished() is None


def test_another_one_does_not_go_on_where_this_one_was_stopped(
    folder: Path, private: X25519PrivateKey
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(marker.CREATE)
        cursor.execute(marker.INSERT.format("0" * 64))
    path = made(folder, private, manifest().encoded())
    with pytest.raises(BackupRefused, match="Another back-up"):
        restore(path, private, now=timezone.now())
    assert marker.unfinished() == "0" * 64
    marker.remove()


def said(path: Path, key: Path) -> str:
    with pytest.raises(CommandError) as refused:
        call_command("restore", str(path), "--key", str(key), stdout=StringIO())
    return str(refused.value)


def test_the_command_says_what_is_wrong_in_one_line(
    folder: Path, private: X25519PrivateKey
) -> None:
    path = made(folder, private, manifest().encoded())
    key = folder / "key"
    assert "No such file" in said(path, key)
    public, text = new_pair()
    key.write_text(public)
    assert "not a whole private key" in said(path, key)
    key.write_text(text)
    assert "another key" in said(path, key)
    assert "No such file" in said(folder / "elsewhere", key)
    key.write_bytes(b"\xff\xfe")
    assert "decode" in said(path, key)
