"""The link that shows details: TK-07, what it shows, and to whom it is dead."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from alerts.models import Alert, AlertDetails, AlertPhoto
from alerts.services import describing
from alerts.services.wiping import SHARED
from dorst_portal.accounts.models import User
from dorst_portal.kit.links import new_link, token_for
from dorst_portal.kit.models import Link
from groups.api import Refused
from tests.alerts.conftest import MakeAlert
from tests.alerts.details.conftest import MakePhoto
from tests.groups.conftest import log_in
from tests.groups.pages import words_of

PAGE = "/alarm/bijzonderheden/"


@pytest.fixture
def link(described: AlertDetails, own_beheerder: User, now: datetime) -> Link:
    return describing.share(described.alert, by=own_beheerder, now=now)


def test_a_beheerder_makes_a_link_and_makes_it_stop(
    client: Client, own_beheerder: User, described: AlertDetails
) -> None:
    log_in(client, own_beheerder)
    alert = described.alert_id
    page = client.post(reverse("alert_share", args=[alert]), follow=True)
    address = _address(page.content.decode())
    stranger = Client()
    assert "ZOEKWOORD jas" in words_of(stranger.get(address, follow=True))
    client.post(reverse("alert_unshare", args=[alert]))
    assert stranger.get(PAGE).status_code == 404
    assert stranger.get(address).status_code == 404


def _address(page: str) -> str:
    return page.split('id="link"', 1)[1].split('value="http://localhost', 1)[1].split('"')[0][5:]


def test_a_new_link_ends_the_old_one(
    client: Client, own_beheerder: User, link: Link, now: datetime
) -> None:
    newer = describing.share(Alert.objects.get(), by=own_beheerder, now=now)
    assert client.get(f"{PAGE}{token_for(link)}/").status_code == 404
    assert client.get(f"{PAGE}{token_for(newer)}/").status_code == 302


def test_tk_07_the_token_leaves_the_address_and_nobody_keeps_the_page(
    client: Client, link: Link
) -> None:
    token = token_for(link)
    first = client.get(f"{PAGE}{token}/")
    assert (first.status_code, first["Location"]) == (302, PAGE)
    page = client.get(PAGE)
    assert token not in page.content.decode()
    assert page["Cache-Control"] == "no-store, private"
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Referrer-Policy"] == "same-origin"
    assert "og:" not in page.content.decode()
    title = page.content.decode().split("<title>")[1].split("<")[0]
    assert title == "Bijzonderheden van een melding - Buurtpreventie Dorst"
    assert PAGE in client.get("/robots.txt").content.decode()


def test_tk_05_a_link_of_something_else_does_not_open_it(
    client: Client, link: Link, now: datetime
) -> None:
    other = new_link("confirm", link.subject_id, now=now)
    token = token_for(link)
    for wrong in (token_for(other), token[:-1], token.swapcase(), f"9{token}", "1-" + "a" * 22):
        assert client.get(f"{PAGE}{wrong}/").status_code == 404, wrong
        assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize(("days", "status"), [(7, 302), (8, 404)])
def test_the_link_ends_by_itself(
    client: Client, link: Link, now: datetime, days: int, status: int
) -> None:
    Link.objects.filter(pk=link.pk).update(
        issued_at=now - timedelta(days=days, seconds=-60),
        expires_at=now - timedelta(days=days - 7, seconds=-60),
    )
    assert client.get(f"{PAGE}{token_for(link)}/").status_code == status


def test_only_approved_photos_of_this_alert_are_shown(
    client: Client, link: Link, make_alert: MakeAlert, make_photo: MakePhoto
) -> None:
    shown, waiting = make_photo("approved"), make_photo("covered")
    of_another = make_photo("approved", alert=make_alert())
    client.get(f"{PAGE}{token_for(link)}/")
    page = client.get(PAGE).content.decode()
    assert page.count("<img") == 1
    assert client.get(reverse("shared_photo", args=[shown.pk])).status_code == 200
    for row in (waiting, of_another):
        assert client.get(reverse("shared_photo", args=[row.pk])).status_code == 404
    assert Client().get(reverse("shared_photo", args=[shown.pk])).status_code == 404
    AlertPhoto.objects.filter(pk=shown.pk).delete()
    assert client.get(reverse("shared_photo", args=[shown.pk])).status_code == 404


def test_there_is_no_link_to_nothing(
    own_beheerder: User, alert: Alert, make_photo: MakePhoto, now: datetime
) -> None:
    make_photo("covered")
    with pytest.raises(Refused, match="nog niets om te delen"):
        describing.share(alert, by=own_beheerder, now=now)
    assert not Link.objects.filter(purpose=SHARED).exists()


def test_no_other_group_makes_a_link(
    other_beheerder: User, coordinator: User, described: AlertDetails, now: datetime
) -> None:
    for somebody in (other_beheerder, coordinator):
        with pytest.raises(Refused, match="Alleen een beheerder"):
            describing.share(described.alert, by=somebody, now=now)


def test_what_was_written_makes_no_tag(client: Client, own_beheerder: User, alert: Alert) -> None:
    log_in(client, own_beheerder)
    sent = {"description": "Loopt <b onmouseover=x>", "vehicle": "<script>", "plate": "<i>"}
    page = client.post(reverse("alert_details", args=[alert.pk]), sent, follow=True)
    assert b"<b onmouseover" not in page.content
    assert b"<i>" not in page.content
