"""The keys as people handle them: copied, mistyped, mixed up."""

from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from dorst_portal import env
from dorst_portal.backup.keys import new_pair, read_private, read_public
from dorst_portal.backup.refusals import BackupRefused


def test_the_command_prints_two_keys_that_belong_together() -> None:
    out = StringIO()
    call_command("backup_key", stdout=out)
    words = out.getvalue().split()
    [public] = [word for word in words if word.startswith("BACKUP_PUBLIC_KEY=")]
    [private] = [word for word in words if word.startswith("backup-private-")]
    assert (
        read_private(f" {private}\n").public_key().public_bytes_raw()
        == read_public(public.partition("=")[2]).public_bytes_raw()
    )


def test_a_mistyped_key_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    public, private = new_pair()
    monkeypatch.setenv("BACKUP_PUBLIC_KEY", public)
    assert env.backup_public_key("BACKUP_PUBLIC_KEY") == public
    at = len("backup-public-") + 7
    other = "A" if public[at] != "A" else "B"
    for wrong in (private, public[:-1], public + "A", f"{public[:at]}{other}{public[at + 1 :]}"):
        monkeypatch.setenv("BACKUP_PUBLIC_KEY", wrong)
        with pytest.raises(ImproperlyConfigured, match="backup_key") as refused:
            env.backup_public_key("BACKUP_PUBLIC_KEY")
        assert wrong not in str(refused.value), "it may be the private one"
    monkeypatch.setenv("BACKUP_PUBLIC_KEY", "")
    assert env.backup_public_key("BACKUP_PUBLIC_KEY") == ""


def test_the_public_key_reads_nothing() -> None:
    public, private = new_pair()
    with pytest.raises(BackupRefused, match="private key"):
        read_private(public)
    with pytest.raises(BackupRefused, match="backup_key"):
        read_public("")
    assert read_private(private)
