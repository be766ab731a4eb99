"""Somebody on the list who proved to read a mail, and the own page open in a browser."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dorst_portal.kit.links import token_for
from dorst_portal.kit.models import Link
from groups.members.services.own_links import own_link
from groups.models import Membership
from tests.groups.pages import forms_of

MakeMember = Callable[..., Membership]
ANJA = "anja@example.org"


def link_to(email: str) -> Link:
    """The link of a mail that just left."""
    return own_link(email, now=timezone.now())


def path_of(link: Link) -> str:
    return f"/mijn/{token_for(link)}/"


def opens(client: Client, email: str) -> Any:
    """The own page, opened as a person does it: the link of the mail, and the button."""
    page = client.get(path_of(link_to(email)), follow=True)
    button = forms_of(page)[-1]
    return client.post(button.action, button.sends, follow=True)


@pytest.fixture
def anja(make_member: MakeMember) -> Membership:
    """A member of Spoorstraat who proved to read the mail of her address."""
    return make_member(name="Anja Anders", email=ANJA, email_confirmed_at=timezone.now())


@pytest.fixture
def own(client: Client, anja: Membership) -> Any:
    """Her own page, open in the browser of the test."""
    return opens(client, ANJA)
