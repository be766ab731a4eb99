"""The link of a mail knows whose account it is: one button, and only the code to type."""

from typing import Any

import pytest
from django.conf import settings as portal
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from dorst_portal.accounts import mailed_links
from dorst_portal.accounts.limits import TOO_OFTEN
from dorst_portal.accounts.models import MailedCode, User
from dorst_portal.audit.models import Entry
from dorst_portal.kit.links import read_signed_number, signed_number
from dorst_portal.outbox.models import ACCOUNT, Mail
from dorst_portal.outbox.services import MailDraft, queue
from tests.accounts.conftest import Letters, is_logged_in, log_in_by_code, mailed_code, wrong

pytestmark = pytest.mark.django_db

PAGE = "/beheer/aanvraag/5/"
KNOWN = {"bekend": "ja", "next": PAGE}


def link_to(user: User, page: str = PAGE) -> str:
    """The path of the link in a mail to this person."""
    draft = MailDraft(
        to=user.email, subject="x", text="{link}", key="k", link_path=page, account=user.pk
    )
    return (
        Mail(to=user.email, link_path=draft.link_path, account=draft.account)
        .url()
        .removeprefix(portal.SITE_URL)
    )


def follow(client: Client, user: User) -> Any:
    return client.get(link_to(user), follow=True)


def test_one_button_brings_the_code_and_the_code_leads_to_the_page(
    client: Client, beheerder: User, letters: Letters
) -> None:
    page = follow(client, beheerder)
    assert page.redirect_chain == [("/inloggen/?next=%2Fbeheer%2Faanvraag%2F5%2F", 302)]
    assert 'We sturen een code naar <strong class="dp-whole">b…a@example.org</strong>' in page.text
    assert 'name="email"' not in page.text
    assert not letters(beheerder.email)
    asked = client.post("/inloggen/", KNOWN)
    assert asked["Location"] == "/inloggen/code/?next=%2Fbeheer%2Faanvraag%2F5%2F"
    assert letters(beheerder.email) == ["Je code om in te loggen"]
    assert "b…a@example.org" in client.get(asked["Location"]).text
    code = mailed_code(beheerder.email)
    assert client.post("/inloggen/code/", {"code": code, "next": PAGE})["Location"] == PAGE
    assert is_logged_in(client)


def test_who_is_logged_in_goes_straight_to_the_page(client: Client, beheerder: User) -> None:
    log_in_by_code(client, beheerder)
    answer = client.get(link_to(beheerder))
    assert answer["Location"] == PAGE
    assert mailed_links.COOKIE not in answer.cookies


def test_tk_01_opening_the_link_changes_nothing(client: Client, beheerder: User) -> None:
    for ask in (client.get, client.head, client.get):
        assert ask(link_to(beheerder)).status_code == 302
    follow(client, beheerder)
    assert not MailedCode.objects.exists()
    assert not Mail.objects.exists()
    assert not Entry.objects.exists()
    assert client.post(link_to(beheerder)).status_code == 405
    assert not is_logged_in(client)


def test_no_page_and_no_address_tells_the_e_mail_address(client: Client, beheerder: User) -> None:
    path = link_to(beheerder)
    follow(client, beheerder)
    asked = client.post("/inloggen/", KNOWN)
    seen = [path, asked["Location"], client.get("/inloggen/").text]
    seen.append(client.get(asked["Location"]).text)
    seen.append(client.post("/inloggen/code/", {"code": "12345678"}).text)
    for text in seen:
        assert beheerder.email not in text.replace("b…a@example.org", "")
        assert "bea@" not in text
    cookie = client.cookies[mailed_links.COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/inloggen/", True, "Lax")
    assert "bea" not in cookie.value


@pytest.mark.parametrize("token", ["12-" + "A" * 22, "x", "0-" + "A" * 22, "é", "1" * 40])
def test_tk_05_a_link_that_we_did_not_make_is_the_plain_log_in(
    client: Client, beheerder: User, token: str
) -> None:
    page = client.get(f"/inloggen/mail/{token}/?next={PAGE}", follow=True)
    assert 'name="email"' in page.text
    assert mailed_links.COOKIE not in client.cookies
    # The button of the other page does nothing without the cookie.
    asked = client.post("/inloggen/", KNOWN)
    assert "Vul je e-mailadres in." in asked.text
    assert not MailedCode.objects.exists()


def test_a_number_of_somebody_else_cannot_be_put_into_a_link(
    client: Client, beheerder: User, coordinator: User
) -> None:
    signed = signed_number(ACCOUNT, beheerder.pk).split("-", 1)[1]
    client.get(f"/inloggen/mail/{coordinator.pk}-{signed}/")
    assert mailed_links.COOKIE not in client.cookies
    assert read_signed_number("other", signed_number(ACCOUNT, 12)) is None


def test_a_cookie_cannot_be_made(client: Client, beheerder: User) -> None:
    for value in (str(beheerder.pk), f"{beheerder.pk}:abc:def", "x"):
        client.cookies[mailed_links.COOKIE] = value
        assert 'name="email"' in client.get("/inloggen/").text


def test_tk_06_a_closed_account_has_the_plain_log_in(client: Client, beheerder: User) -> None:
    client.get(link_to(beheerder))
    User.objects.filter(pk=beheerder.pk).update(is_active=False)
    assert 'name="email"' in client.get("/inloggen/").text
    client.post("/inloggen/", KNOWN)
    assert not MailedCode.objects.exists()


def test_tk_13_the_link_lives_on_when_the_key_is_changed(settings: Settings) -> None:
    text = signed_number(ACCOUNT, 12)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "y" * 64
    assert read_signed_number(ACCOUNT, text) == 12
    settings.SECRET_KEY_FALLBACKS = []
    assert read_signed_number(ACCOUNT, text) is None


def test_au_08_the_button_counts_like_an_address_that_is_typed(
    client: Client, beheerder: User
) -> None:
    follow(client, beheerder)
    for _ in range(5):
        assert client.post("/inloggen/", KNOWN).status_code == 302
    for sent in (KNOWN, {"email": beheerder.email}):
        refused = client.post("/inloggen/", sent)
        assert refused.status_code == 200
        assert TOO_OFTEN.split(".")[0] in refused.text
        assert "bea@" not in refused.text.replace(f'value="{beheerder.email}"', "")
    assert 'href="#id_email"' not in client.post("/inloggen/", KNOWN).text


def test_somebody_else_types_an_own_address(
    client: Client, beheerder: User, coordinator: User, letters: Letters
) -> None:
    page = follow(client, beheerder)
    assert "/inloggen/?ander=ja&amp;next=%2Fbeheer%2Faanvraag%2F5%2F" in page.text
    other = client.get("/inloggen/?ander=ja&next=/beheer/aanvraag/5/")
    assert 'name="email"' in other.text
    client.post("/inloggen/?ander=ja", {"email": coordinator.email})
    assert letters(coordinator.email)
    assert not letters(beheerder.email)
    assert coordinator.email in client.get("/inloggen/code/").text


def test_the_box_to_stay_logged_in_is_there_too(client: Client, beheerder: User) -> None:
    assert "Blijf 30 dagen ingelogd op dit apparaat" in follow(client, beheerder).text


def test_three_wrong_codes_end_it_as_ever(client: Client, beheerder: User) -> None:
    follow(client, beheerder)
    client.post("/inloggen/", KNOWN)
    code = mailed_code(beheerder.email)
    for _ in range(3):
        client.post("/inloggen/code/", {"code": wrong(code)})
    client.post("/inloggen/code/", {"code": code})
    assert not is_logged_in(client)


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "x:y"])
def test_a_link_never_leads_to_another_site(
    client: Client, beheerder: User, elsewhere: str
) -> None:
    path = link_to(beheerder).split("?")[0]
    assert "evil" not in client.get(path, {"next": elsewhere})["Location"]
    log_in_by_code(client, beheerder)
    assert client.get(path, {"next": elsewhere})["Location"].startswith("/beveiliging/") or (
        "evil" not in client.get(path, {"next": elsewhere})["Location"]
    )


def test_a_page_with_a_query_comes_through_whole(client: Client, beheerder: User) -> None:
    page = "/platform/partners/?nakijken=ja&x=1"
    log_in_by_code(client, beheerder)
    assert client.get(link_to(beheerder, page))["Location"] == page


def test_only_a_page_behind_log_in_is_of_an_account(beheerder: User) -> None:
    with pytest.raises(ValueError, match="of an account"):
        MailDraft(to="a@example.org", subject="x", text="x", key="k", account=beheerder.pk)
    draft = MailDraft(
        to=beheerder.email,
        subject="x",
        text="{link}",
        key="k",
        link_path=PAGE,
        account=beheerder.pk,
    )
    queue([draft], now=timezone.now())
    mail = Mail.objects.get()
    signed = signed_number(ACCOUNT, beheerder.pk)
    assert signed not in f"{mail.text}{mail.link_path}"
    assert f"/inloggen/mail/{signed}/?next={PAGE}" in mail.rendered_text()
