"""A new link for who has one that stopped: one answer for everybody, mail only for who is known."""

import time
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.test import Client

from dorst_portal.kit.links import token_for
from dorst_portal.kit.models import Link
from dorst_portal.outbox.models import Mail
from groups.models import ResidentRequest
from groups.requests.services.new_link import MOST, PER_CLIENT, PER_EMAIL, mail_new_links
from tests.groups.conftest import MakeRequest
from tests.groups.pages import send, text_of, words_of

pytestmark = pytest.mark.django_db

PAGE = "/bevestig/nieuwe-link/"


def asks(client: Client, email: str, **extra: str) -> tuple[int, str]:
    page = client.post(PAGE, {"email": email}, follow=True, **extra)
    return page.status_code, words_of(page)


def test_a_dead_link_leads_here(client: Client) -> None:
    dead = client.get("/bevestig/1-aaaaaaaaaaaaaaaaaaaaaa/")
    assert f'href="{PAGE}"' in text_of(dead)


def test_known_and_unknown_get_the_same_answer(
    client: Client, join_request: ResidentRequest
) -> None:
    assert asks(client, "rika@example.org") == asks(client, "niemand@example.org")
    (mail,) = Mail.objects.all()
    assert mail.to == "rika@example.org"
    assert join_request.reference in mail.subject
    assert mail.link is not None
    page = Client().get(f"/bevestig/{token_for(mail.link)}/", follow=True)
    assert "Klopt dit e-mailadres?" in words_of(page)


def test_the_time_of_the_answer_tells_nothing(
    client: Client, join_request: ResidentRequest, settings: LazySettings
) -> None:
    settings.LOGIN_ANSWER_SECONDS = 0.2
    for email in ("rika@example.org", "niemand@example.org"):
        begin = time.monotonic()
        client.post(PAGE, {"email": email})
        assert time.monotonic() - begin >= 0.2


def test_looking_at_the_page_does_nothing(client: Client, join_request: ResidentRequest) -> None:
    for path in (PAGE, f"{PAGE}?verstuurd", f"{PAGE}?email=rika@example.org"):
        assert client.get(path).status_code == 200
    assert not Mail.objects.exists()
    assert not Link.objects.exists()


def test_the_mail_goes_to_the_stored_address_only(
    client: Client, join_request: ResidentRequest
) -> None:
    """TK-11"""
    for email in ("r\u0131ka@example.org", "rika+1@example.org"):
        assert asks(client, email)[0] == 200
    assert not Mail.objects.exists()
    asks(client, " RIKA@EXAMPLE.ORG ")
    assert set(Mail.objects.values_list("to", flat=True)) <= {"rika@example.org"}


def test_pressing_again_does_not_mail_again_at_once(
    client: Client, join_request: ResidentRequest
) -> None:
    page = client.get(PAGE)
    for _ in range(2):
        send(client, page, email="rika@example.org")
    assert Mail.objects.count() == 1


def test_only_the_newest_requests_and_none_that_was_cleared(
    client: Client, make_request: MakeRequest, now: datetime
) -> None:
    made = [make_request(created_at=now - timedelta(hours=hour)) for hour in range(MOST + 2)]
    ResidentRequest.objects.filter(pk=made[0].pk).update(anonymised_at=now)
    asks(client, "rika@example.org")
    subjects = " ".join(Mail.objects.values_list("subject", flat=True))
    assert [row.reference in subjects for row in made] == [False, *[True] * MOST, False]
    # Nobody is flooded: what does not fit into this hour waits.
    assert Mail.objects.filter(due__gt=now + timedelta(minutes=30)).count() == MOST - 2


def test_asking_all_day_keeps_no_other_mail_waiting_for_weeks(
    make_request: MakeRequest, now: datetime
) -> None:
    """While a mail with the link still has to leave, another one would only stand in the way."""
    for _ in range(MOST):
        make_request()
    for hour in range(10):
        at = now + timedelta(hours=hour)
        mail_new_links("rika@example.org", client="192.0.2.1", now=at)
    assert Mail.objects.count() == MOST
    # A link that stopped before its mail left is no link.
    Link.objects.update(used_at=now)
    mail_new_links("rika@example.org", client="192.0.2.1", now=now + timedelta(hours=11))
    assert Mail.objects.count() == 2 * MOST


@pytest.mark.parametrize("email", ["", "geen adres", "x" * 400, "a@b\nBcc: c@example.org"])
def test_a_mistake_is_told(client: Client, email: str) -> None:
    page = client.post(PAGE, {"email": email})
    assert page.status_code == 200
    assert "<title>Fout: " in text_of(page)
    assert not Mail.objects.exists()


def test_asking_often_is_refused_for_known_and_unknown_alike(
    client: Client, join_request: ResidentRequest
) -> None:
    for email in ("rika@example.org", "niemand@example.org"):
        answers = [
            asks(client, email, REMOTE_ADDR=f"192.0.2.{number}")[0]
            for number in range(PER_EMAIL + 1)
        ]
        assert answers == [200] * PER_EMAIL + [429]
    answers = [asks(client, f"x{number}@example.org")[0] for number in range(PER_CLIENT + 1)]
    assert answers == [200] * PER_CLIENT + [429]
