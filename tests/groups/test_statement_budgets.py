"""How many statements the pages that matter send, on both databases: no more, session and user
included; only what begins and ends transactions is not counted (docs/speed.md).
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts.models import User
from groups.models import Membership, ResidentRequest, WatchGroup
from groups.requests.pages import inbox
from groups.requests.pages.inbox_filters import Show, late_before
from tests.groups.conftest import MakeRequest
from tests.groups.pages import at_most, send

LogIn = Callable[[Client, User], Client]
SPOORSTRAAT = {"straat": "Spoorstraat", "huisnummer": "12"}
RIKA = {"name": "Rika Resident", "mobile": "06 0000 9001", "email": "rika@example.org"}


@pytest.fixture
def beheerder(client: Client, own_beheerder: User, log_in: LogIn) -> Client:
    """The beheerder of Spoorstraat, whose session has noted already that it was used."""
    log_in(client, own_beheerder).get(reverse("inbox"))
    return client


def test_the_join_page_asks_once(client: Client, spoorstraat: WatchGroup) -> None:
    page = reverse("signup", args=[spoorstraat.slug])
    with at_most(1):
        assert client.get(page).status_code == 200
    with at_most(1):  # street, rule, group, who is there and the house rules together
        assert b'name="mobile"' in client.get(page, SPOORSTRAAT).content


@pytest.mark.usefixtures("own_beheerder")
def test_a_submission_with_its_two_mails_takes_ten(client: Client, spoorstraat: WatchGroup) -> None:
    details = client.get(reverse("signup", args=[spoorstraat.slug]), SPOORSTRAAT)
    with at_most(1):
        check = send(client, details, **RIKA)
    with override_settings(FORM_MIN_SECONDS=0), at_most(10):  # one asks for telephones
        assert send(client, check, agree="on", of_age="on").status_code == 302
    assert ResidentRequest.objects.get().group == spoorstraat


def test_the_inbox_takes_six_for_one_request_and_for_thirty(
    beheerder: Client, make_request: MakeRequest, now: datetime
) -> None:
    make_request()
    with at_most(6):
        assert b"Rika Resident" in beheerder.get(reverse("inbox")).content
    for minutes in range(30):
        make_request(created_at=now - timedelta(minutes=minutes))
    with at_most(6):
        assert beheerder.get(reverse("inbox")).status_code == 200


def test_the_second_page_of_the_inbox_takes_no_more(
    beheerder: Client, make_request: MakeRequest, now: datetime
) -> None:
    for minutes in range(30):
        make_request(created_at=now - timedelta(minutes=minutes))
    first = beheerder.get(reverse("inbox"))
    with at_most(6):
        second = beheerder.get(reverse("inbox"), {"na": str(first.context["inbox"].next_key)})
    assert len(second.context["inbox"].to_do) == 10


def test_opening_and_approving_take_sixteen_together(
    beheerder: Client, join_request: ResidentRequest
) -> None:
    with at_most(16):
        opened = beheerder.get(reverse("request", args=[join_request.pk]))
        decided = beheerder.post(reverse("request_approve", args=[join_request.pk]))
    assert (opened.status_code, decided.status_code) == (200, 302)
    join_request.refresh_from_db()
    assert join_request.state == "approved"


def test_what_is_looked_up_only_where_it_is_there_is_shown_all_the_same(
    beheerder: Client, join_request: ResidentRequest, make_member: Callable[..., Membership]
) -> None:
    make_member(name="Huisgenoot Hans", house_number=12)
    page = beheerder.get(reverse("request", args=[join_request.pk]))
    assert b"Huisgenoot Hans" in page.content


@pytest.mark.sqlite
@pytest.mark.parametrize("show", list(Show))
def test_the_inbox_is_read_in_the_order_of_its_index(
    own_beheerder: User, spoorstraat: WatchGroup, show: Show
) -> None:
    """On PostgreSQL `make bench` shows it: with few rows that reads the whole table."""
    now = timezone.now()
    facts = {"show": show, "late": late_before(now)}
    rows = inbox._to_do(spoorstraat.pk, own_beheerder.pk, now, **facts)[:21]
    plan = rows.explain()
    for index in ("request_inbox", "request_same_number", "request_same_name"):
        assert f"USING INDEX {index}" in plan
    assert "TEMP B-TREE" not in plan
