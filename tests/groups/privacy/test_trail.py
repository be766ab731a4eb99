"""Each night the audit trail is held against its seals, and the command does it at once."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from dorst_portal.audit.models import Entry, Seal
from dorst_portal.audit.seals import seal_lines
from dorst_portal.audit.services import record
from dorst_portal.kit.models import Beat
from groups.privacy.services.trail import check_trail
from groups.timetable.clock import STEPS, tick
from groups.values.village_time import on_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def night() -> datetime:
    """Half past three in the village, tomorrow."""
    return on_day(timezone.now(), 1, hour=3) + timedelta(minutes=30)


@pytest.fixture
def sealed_line(night: datetime) -> Entry:
    line = record("request.approved", by=None, subject="request:1", now=night)
    seal_lines(now=night - timedelta(hours=3))
    seal_lines(now=night - timedelta(hours=2))
    return line


def take_out(line: Entry) -> None:
    Entry.objects.filter(pk=line.pk)._raw_delete(using="default")


def test_lg_05_the_timetable_seals_and_looks(night: datetime, sealed_line: Entry) -> None:
    assert {"lines_sealed", "trail_faults"} <= STEPS.keys()
    assert tick(now=night)["trail_faults"] == 0
    assert Beat.objects.get(name="trail").at == night
    take_out(sealed_line)
    # Once a night is enough.
    assert tick(now=night + timedelta(minutes=1))["trail_faults"] == 0
    assert tick(now=night + timedelta(days=1))["trail_faults"] == 1
    assert Beat.objects.get(name="trail").at == night  # which an alarm sees


def test_lg_05_a_fault_is_an_error_in_the_log(
    night: datetime, sealed_line: Entry, caplog: pytest.LogCaptureFixture
) -> None:
    take_out(sealed_line)
    check_trail(now=night)
    errors = [one.getMessage() for one in caplog.records if one.levelname == "ERROR"]
    assert len(errors) == 1
    assert "audit.not_as_sealed" in errors[0]
    assert "seal 2 was put on" in errors[0]


def test_lg_05_the_command_says_what_is_not_as_it_was(sealed_line: Entry) -> None:
    out, faults = StringIO(), StringIO()
    call_command("verify_audit", stdout=out)
    assert out.getvalue().startswith("2 seals, ")
    take_out(sealed_line)
    with pytest.raises(CommandError, match="not as it was written"):
        call_command("verify_audit", stdout=out, stderr=faults)
    assert faults.getvalue().startswith("lines 1 to ")
    call_command("verify_audit", "--begin-anew", stdout=out)
    assert "2 seals were thrown away." in out.getvalue()
    assert not Seal.objects.exists()
