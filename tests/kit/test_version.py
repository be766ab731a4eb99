"""Which release runs: staff read it at the foot of their pages, strangers nowhere."""

import pytest
from django.conf import settings
from django.test import Client

from dorst_portal.accounts.models import User
from tests.logins import log_in

WORDS = f"Versie {settings.VERSION}."


@pytest.mark.django_db
def test_staff_read_the_version_at_the_foot_and_strangers_do_not(client: Client) -> None:
    for path in ("/", "/inloggen/", "/nergens/"):
        assert WORDS not in client.get(path).content.decode()
    bea = User.objects.create_user("bea@example.org", name="Bea Voorbeeld")
    page = log_in(client, bea).get("/beveiliging/").content.decode()
    assert WORDS in page[page.index("<footer") :]
