"""The audit trail in sentences: all of it for Platform Dorst, the own group for a beheerder."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.audit.services import record
from groups.audit_log.pages.sentences import SENTENCES
from groups.models import Membership, ResidentRequest, Street, WatchGroup
from groups.values.village_time import village_day
from tests.groups.conftest import MakeRequest, appoint, log_in
from tests.groups.pages import words_of

LOG, GROUP_LOG = "audit_log", "group_log"


@pytest.fixture
def staff(client: Client, coordinator: User) -> Client:
    return log_in(client, coordinator)


def seen(client: Client, **asked: str) -> str:
    return words_of(client.get(reverse(LOG), asked))


def test_lines_are_sentences_with_names(
    staff: Client,
    coordinator: User,
    own_beheerder: User,
    spoorstraat: WatchGroup,
    join_request: ResidentRequest,
    now: datetime,
) -> None:
    scope, about = f"group:{spoorstraat.pk}", f"request:{join_request.pk}"
    record("request.approved", by=own_beheerder, scope=scope, subject=about, now=now)
    record("members.listed", by=coordinator, scope=scope, subject=scope, now=now)
    record("request.submitted", by=None, actor="resident", scope=scope, subject=about, now=now)
    record("request.reminded", by=None, actor="timetable", scope=scope, subject=about, now=now)
    facts = {"user": own_beheerder.pk}
    record("appointment.made", by=coordinator, scope=scope, subject="appointment:1", facts=facts)
    page = seen(staff)
    number = join_request.reference
    assert f"Els Eigen keurde aanvraag {number} goed" in page
    assert "Cor Dinator bekeek de ledenlijst van groep Spoorstraat" in page
    assert f"Een bewoner stuurde aanvraag {number} in" in page
    assert f"De site zelf stuurde een herinnering over aanvraag {number}" in page
    assert "Cor Dinator vroeg Els Eigen voor groep Spoorstraat" in page


def test_no_line_tells_who_a_resident_or_member_is(
    staff: Client, coordinator: User, join_request: ResidentRequest, member: Membership
) -> None:
    scope = f"group:{member.group_id}"
    record("member.viewed", by=coordinator, scope=scope, subject=f"membership:{member.pk}")
    record("request.viewed", by=coordinator, scope=scope, subject=f"request:{join_request.pk}")
    page = seen(staff)
    assert "bekeek een lid van groep Spoorstraat" in page
    for word in (join_request.name, join_request.email, join_request.mobile, member.name):
        assert word not in page


def test_every_verb_can_be_shown_without_anything_it_is_about(
    staff: Client, coordinator: User
) -> None:
    Entry.objects.bulk_create(Entry(at=timezone.now(), verb=verb) for verb in SENTENCES)
    record("alert.sent", by=coordinator, subject="alert:3")
    after, words = "", ""
    for _ in range(5):
        page = staff.get(reverse(LOG), {"na": after})
        words += words_of(page)
        after = str(page.context["page"].next_key or "1")
    assert "Cor Dinator deed iets waar we nog geen woorden voor hebben" in words
    assert words.count("De site zelf") == len(SENTENCES)


@pytest.fixture
def busy(
    own_beheerder: User,
    other_beheerder: User,
    spoorstraat: WatchGroup,
    dennenlaan: WatchGroup,
    now: datetime,
) -> None:
    """Four lines: of two people, two kinds, two groups and two days."""
    for by, verb, group, days in (
        (own_beheerder, "group.lives", spoorstraat, 0),
        (own_beheerder, "member.viewed", spoorstraat, 3),
        (other_beheerder, "group.lives", dennenlaan, 0),
        (other_beheerder, "member.viewed", dennenlaan, 3),
    ):
        at = now - timedelta(days=days)
        record(verb, by=by, scope=f"group:{group.pk}", subject=f"group:{group.pk}", now=at)


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize(
    ("asked", "names", "verbs"),
    [
        ({}, {"Els Eigen", "Anna Ander"}, {"leeft", "bekeek een lid"}),
        ({"wie": "els eigen"}, {"Els Eigen"}, {"leeft", "bekeek een lid"}),
        ({"wie": "OTHER@example.org"}, {"Anna Ander"}, {"leeft", "bekeek een lid"}),
        ({"wat": "bekeken"}, {"Els Eigen", "Anna Ander"}, {"bekeek een lid"}),
        ({"wat": "groepen"}, {"Els Eigen", "Anna Ander"}, {"leeft"}),
        ({"groep": "Dennenlaan"}, {"Anna Ander"}, {"leeft", "bekeek een lid"}),
        ({"wie": "Els Eigen", "wat": "groepen"}, {"Els Eigen"}, {"leeft"}),
        ({"wie": "Els Eigen", "groep": "dennenlaan"}, set(), set()),
    ],
)
def test_the_filter_takes_each_part_of_its_sentence(
    staff: Client, asked: dict[str, str], names: set[str], verbs: set[str]
) -> None:
    page = seen(staff, **asked)
    table = page.split("Laat zien", 1)[-1]
    assert {name for name in ("Els Eigen", "Anna Ander") if f"{name} " in table} == names
    assert {verb for verb in ("leeft", "bekeek een lid") if verb in table} == verbs
    assert ("Niets gevonden." in page) == (not names)


@pytest.mark.usefixtures("busy")
def test_days_are_days_of_the_village_and_the_last_one_counts(staff: Client, now: datetime) -> None:
    day = f"{village_day(now - timedelta(days=3)):%Y-%m-%d}"
    assert "bekeek een lid" in seen(staff, van=day, tot=day)
    assert "leeft" not in seen(staff, van=day, tot=day).split("Wanneer Wat Groep")[-1]
    assert "bekeek een lid" not in seen(staff, van=f"{now - timedelta(days=1):%Y-%m-%d}")


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"wie": "Els Eigenwijs"}, "We kennen niemand die zo heet. Bedoel je Els Eigen?"),
        ({"wie": "niemand@example.org"}, "We kennen niemand die zo heet."),
        ({"wat": "alles"}, "Kies een soort uit de lijst."),
        ({"groep": "Dennelaan"}, "Bedoel je Dennenlaan?"),
        ({"van": "gisteren"}, "Kies een dag uit de kalender."),
        ({"van": "2026-05-02", "tot": "2026-05-01"}, "Deze dag ligt voor de eerste dag."),
    ],
)
def test_what_is_wrong_is_told_and_kept(staff: Client, asked: dict[str, str], error: str) -> None:
    answer = staff.get(reverse(LOG), asked)
    assert error in words_of(answer)
    assert all(f'value="{value}"' in answer.content.decode() for value in asked.values() if value
               not in ("alles",))  # fmt: skip
    assert answer.content.decode().count("<tr>") == 1 + 1 + 4  # the village was loaded, too


def test_the_log_is_for_platform_dorst(
    client: Client, own_beheerder: User, superuser: User, join_request: ResidentRequest
) -> None:
    assert client.get(reverse(LOG)).status_code == 302
    assert log_in(client, own_beheerder).get(reverse(LOG)).status_code == 404
    assert log_in(client, superuser).get(reverse(LOG)).status_code == 200


def test_a_beheerder_sees_the_own_group_and_nothing_else(
    client: Client,
    own_beheerder: User,
    other_beheerder: User,
    coordinator: User,
    spoorstraat: WatchGroup,
    dennenlaan: WatchGroup,
) -> None:
    for group in (spoorstraat, dennenlaan):
        record("members.listed", by=coordinator, scope=f"group:{group.pk}")
    record("account.logged_in", by=other_beheerder, subject=f"user:{other_beheerder.pk}")
    log_in(client, own_beheerder)
    page = words_of(client.get(reverse(GROUP_LOG, args=["spoorstraat"])))
    assert "Cor Dinator bekeek de ledenlijst van groep Spoorstraat" in page
    assert "Dennenlaan" not in page
    assert "logde in" not in page
    assert client.get(reverse(GROUP_LOG, args=["dennenlaan"])).status_code == 404


@pytest.mark.parametrize("who", ["former_beheerder", "invited_beheerder", "plain_user"])
def test_who_runs_no_group_sees_no_log(
    client: Client, spoorstraat: WatchGroup, request: pytest.FixtureRequest, who: str
) -> None:
    log_in(client, request.getfixturevalue(who))
    assert client.get(reverse(GROUP_LOG, args=["spoorstraat"])).status_code == 404


@pytest.mark.parametrize("who", ["coordinator", "superuser"])
def test_a_complaint_is_nowhere_for_who_runs_that_group(
    client: Client,
    make_request: MakeRequest,
    spoorstraat: WatchGroup,
    own_beheerder: User,
    request: pytest.FixtureRequest,
    who: str,
) -> None:
    complaint = make_request(
        kind="question", subject="complaint", owner="coordinators", group=None,
        about_group=spoorstraat,
    )  # fmt: skip
    user = request.getfixturevalue(who)
    record("request.answered", by=user, subject=f"request:{complaint.pk}")
    record("admin.viewed", by=user, actor="admin", subject=f"residentrequest:{complaint.pk}")
    log_in(client, user)
    assert seen(client).count(complaint.reference) == 2
    appoint(user, spoorstraat)
    assert complaint.reference not in seen(client)
    assert complaint.reference not in seen(client, wie=str(user), wat="aanvragen")


def test_the_log_asks_the_same_at_1_and_at_30_rows_of_every_noun(
    staff: Client,
    coordinator: User,
    own_beheerder: User,
    make_request: MakeRequest,
    spoorstraat: WatchGroup,
) -> None:
    asked = {"wie": "Cor Dinator", "groep": "Spoorstraat", "wat": "aanvragen"}
    street = Street.objects.first()
    assert street
    for rows in (1, 29):
        for number in range(rows):
            about = make_request(house_number=number + 1)
            scope = f"group:{spoorstraat.pk}"
            record("request.viewed", by=coordinator, scope=scope, subject=f"request:{about.pk}")
            record("request.closed", by=coordinator, scope=scope, subject=f"request:{about.pk}")
            record("street.changed", by=own_beheerder, subject=f"street:{street.pk}")
            record("account.closed", by=coordinator, subject=f"user:{own_beheerder.pk}")
        for path, filtered in (
            (reverse(LOG), {}),
            (reverse(LOG), asked),
            (reverse(GROUP_LOG, args=["spoorstraat"]), {}),
        ):
            with CaptureQueriesContext(connection) as queries:
                assert staff.get(path, filtered).status_code == 200
            assert len(queries) <= 10, path


@pytest.mark.parametrize("path", ["/platform/logboek/", "/beheer/groep/spoorstraat/logboek/"])
def test_the_log_pages_by_key_and_shows_everything_once(
    staff: Client, coordinator: User, spoorstraat: WatchGroup, path: str
) -> None:
    scope = f"group:{spoorstraat.pk}"
    line = {"at": timezone.now(), "verb": "group.lives", "by": coordinator, "scope": scope}
    Entry.objects.bulk_create(Entry(**line) for _ in range(120))
    sizes, query = [], ""
    if path == reverse(LOG):
        Entry.objects.forget(before=coordinator.created)  # of the village that was loaded
    while True:
        page = staff.get(path, {"na": query}).context["page"]
        sizes.append(len(page.rows))
        if not page.next_key:
            break
        query = str(page.next_key)
    assert sizes == [50, 50, 20]


@pytest.mark.parametrize("key", ["x", "-1", "9" * 18, "9" * 30, "1-1"])
def test_a_key_that_is_none_breaks_nothing(
    staff: Client, make_member: Callable[..., Any], key: str
) -> None:
    assert staff.get(reverse(LOG), {"na": key}).status_code == 200
