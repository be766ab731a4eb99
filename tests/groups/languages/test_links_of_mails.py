"""What opens behind the link of a mail is in the language of that mail, on any device."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from dorst_portal.kit.display import LANGUAGE_COOKIE
from dorst_portal.kit.models import Link
from dorst_portal.outbox.models import Mail
from groups.members.services.own_links import own_link
from groups.mine import emails as own_emails
from groups.models import Membership, ResidentRequest
from groups.requests import emails
from tests.groups.mine.conftest import ANJA
from tests.groups.pages import forms_of, text_of

pytestmark = pytest.mark.django_db

MakeRequest = Callable[..., ResidentRequest]


def path_in(mail: Mail) -> str:
    return mail.url().removeprefix(settings.SITE_URL)


def lang(client: Client, path: str) -> str:
    """In which language the page is where this leads."""
    return text_of(client.get(path, follow=True)).split('<html lang="', 1)[1].split('"', 1)[0]


@pytest.fixture
def receipt(make_request: MakeRequest) -> str:
    """The path of the link that somebody got who asked in Polish."""
    now = timezone.now()
    request = make_request(language="pl", email="ola@example.org")
    link = emails.confirm_link(request, now=now)
    draft = emails.receipt(request, link=link, due=now)
    return path_in(Mail(text=draft.text, link=draft.link, link_path=draft.link_path))


def test_a_polish_mail_opens_in_polish_where_nobody_chose_a_language(
    client: Client, receipt: str
) -> None:
    page = client.get(receipt, follow=True)
    assert '<html lang="pl"' in text_of(page)
    form = forms_of(page)[-1]
    assert '<html lang="pl"' in text_of(
        client.post(form.action, form.sends | {"antwoord": "ja"}, follow=True)
    )
    assert lang(client, "/stoppen/") == "pl"
    cookie = client.cookies[LANGUAGE_COOKIE]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("pl", True, "Lax")


@pytest.mark.parametrize("chosen", ["nl", "en"])
def test_who_chose_a_language_keeps_it_whatever_the_mail_is_in(
    client: Client, receipt: str, chosen: str
) -> None:
    client.get(f"/taal/{chosen}/")
    assert lang(client, receipt) == chosen
    assert client.cookies[LANGUAGE_COOKIE].value == chosen


def test_a_link_that_stopped_says_so_in_the_language_of_its_mail(
    client: Client, receipt: str
) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=settings.LINK_DAYS, minutes=1)):
        gone = client.get(receipt)
    assert gone.status_code == 404
    assert '<html lang="pl"' in text_of(gone)


def test_a_link_that_somebody_made_up_tells_nothing_of_the_language(
    client: Client, receipt: str
) -> None:
    """TK-05: the number of a Polish link, without what proves the mail."""
    number = Link.objects.get().pk
    made_up, nowhere = (f"/bevestig/{pk}-{'a' * 22}/" for pk in (number, number + 1))
    told = text_of(client.get(made_up))
    # The page links to itself in the other languages.
    assert told.replace(quote(made_up, safe=""), "") == text_of(client.get(nowhere)).replace(
        quote(nowhere, safe=""), ""
    )
    assert '<html lang="nl"' in told
    assert LANGUAGE_COOKIE not in client.cookies


def test_the_own_page_stays_in_the_language_in_which_its_link_was_asked(
    client: Client, make_member: Callable[..., Membership]
) -> None:
    """On a telephone where nothing was chosen her mails would be Dutch from her first press on."""
    now = timezone.now()
    anja = make_member(email=ANJA, email_confirmed_at=now, language="pl")
    client.cookies[LANGUAGE_COOKIE] = "pl"
    client.post("/mijn/", {"email": ANJA})
    telephone = Client()
    button = forms_of(telephone.get(path_in(Mail.objects.get(to=ANJA)), follow=True))[-1]
    page = telephone.post(button.action, button.sends, follow=True)
    assert '<html lang="pl"' in text_of(page)
    telephone.post("/mijn/sluiten/")
    anja.refresh_from_db()
    assert anja.language == "pl"


def test_a_dutch_mail_and_a_mail_without_a_language_need_no_cookie(
    client: Client, make_member: Callable[..., Membership]
) -> None:
    now = timezone.now()
    make_member(email=ANJA, email_confirmed_at=now)
    draft = own_emails.own_page(ANJA, link=own_link(ANJA, now=now), due=now)
    path = path_in(Mail(text=draft.text, link=draft.link, link_path=draft.link_path))
    assert lang(client, path) == "nl"
    for asked in ("", "?taal=nl", "?taal=de", "?taal="):
        assert lang(client, f"/stoppen/{asked}") == "nl"
    assert LANGUAGE_COOKIE not in client.cookies


def test_where_to_stop_is_said_in_the_language_of_the_mail(
    client: Client, make_request: MakeRequest
) -> None:
    now = timezone.now()
    request = make_request(language="en")
    draft = emails.receipt(request, link=emails.confirm_link(request, now=now), due=now)
    assert f"{settings.SITE_URL}/stoppen/?taal=en\n" in draft.text
    assert lang(client, "/stoppen/?taal=en") == "en"
    assert lang(client, "/mijn/") == "en"
