"""What a beheerder writes of somebody: who may, what is refused, and who else sees it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alerts.models import Alert, AlertDetails, Relay
from alerts.services import describing
from alerts.values.details import Described, seal_text, unseal_photo, unseal_text
from alerts.values.words import ONLY_LOOKS
from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.api import Refused
from groups.models import Appointment, WatchGroup
from tests.alerts.details.conftest import SECRET, MakePhoto
from tests.groups.conftest import log_in
from tests.groups.pages import forms_of, text_of, words_of

TYPED = {"description": "Voelt aan deuren", "vehicle": "grijze bus", "plate": "ab123c"}


def page_of(alert: Alert) -> str:
    return reverse("alert_details", args=[alert.pk])


def write(client: Client, alert: Alert, **typed: str) -> Any:
    return client.post(page_of(alert), TYPED | typed, follow=True)


def test_a_beheerder_writes_it_and_reads_it_back(
    client: Client, own_beheerder: User, alert: Alert
) -> None:
    log_in(client, own_beheerder)
    told = write(client, alert)
    assert "De bijzonderheden staan erbij." in words_of(told)
    assert "AB-123-C" in words_of(told)
    kept = AlertDetails.objects.get()
    assert unseal_text(kept.sealed) == Described("Voelt aan deuren", "grijze bus", "AB-123-C")
    line = Entry.objects.get(verb="alert.details_written")
    assert (line.by, line.facts) == (own_beheerder, {})


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"description": "", "vehicle": "", "plate": ""}, "Vul minstens 1 vak in."),
        ({"description": "lange man met zwarte jas"}, str(ONLY_LOOKS)),
        ({"description": "Loopt weg, bel 06 12 34 56 78"}, "telefoonnummer"),
        ({"description": "Loopt weg, jan@example.org"}, "e-mailadres"),
        ({"vehicle": "bus van 111222333"}, "burgerservicenummer"),
        ({"description": "x" * 501}, "te lang"),
        ({"description": "Loopt \u202eweg"}, "teken in dat we niet kunnen gebruiken"),
        ({"plate": "x" * 15}, "te lang"),
    ],
)
def test_dp_02_what_is_wrong_is_said_and_what_was_typed_is_kept(
    client: Client, own_beheerder: User, alert: Alert, typed: dict[str, str], said: str
) -> None:
    log_in(client, own_beheerder)
    told = write(client, alert, **typed)
    assert told.status_code == 200
    assert said in text_of(told)
    assert forms_of(told)[0].sends["vehicle"] == typed.get("vehicle", "grijze bus")
    assert not AlertDetails.objects.exists()


def test_cf_04_who_wrote_meanwhile_is_not_overwritten_in_silence(
    client: Client, own_beheerder: User, described: AlertDetails, now: datetime
) -> None:
    log_in(client, own_beheerder)
    alert = described.alert
    old = (now - timedelta(minutes=5)).isoformat()
    told = write(client, alert, seen=old)
    assert "Iemand anders veranderde dit net." in text_of(told)
    assert "ZOEKWOORD bestelbus" in words_of(told)
    assert forms_of(told)[0].sends["vehicle"] == "grijze bus"
    told = client.post(page_of(alert), forms_of(told)[0].sends, follow=True)
    assert "De bijzonderheden staan erbij." in words_of(told)


@pytest.mark.parametrize(
    "seen", ["x", "2026-13-45T99:00", "0001-01-01T00:00:00+14:00", "2026-05-05T05:05:05", "\u0660"]
)
def test_a_form_that_was_tampered_with_changes_nothing(
    client: Client, own_beheerder: User, described: AlertDetails, seen: str
) -> None:
    log_in(client, own_beheerder)
    assert write(client, described.alert, seen=seen).status_code == 200
    assert unseal_text(AlertDetails.objects.get().sealed) == SECRET


@pytest.mark.parametrize("who", ["other_beheerder", "former_beheerder", "plain_user"])
def test_what_another_group_keeps_is_not_there(
    client: Client,
    request: pytest.FixtureRequest,
    who: str,
    described: AlertDetails,
    make_photo: MakePhoto,
) -> None:
    """AZ-08"""
    photo = make_photo("covered")
    log_in(client, request.getfixturevalue(who))
    assert client.get(page_of(described.alert)).status_code == 404
    assert write(client, described.alert).status_code == 404
    for name in ("alert_photo", "alert_photo_picture", "alert_photo_covered"):
        assert client.get(reverse(name, args=[photo.pk])).status_code == 404
    for name in ("alert_photo", "alert_photo_approve", "alert_photo_remove"):
        path = reverse(name, args=[photo.pk])
        sent = {"vak": "0-0", "seen": photo.covered_at.isoformat() if photo.covered_at else ""}
        assert client.post(path, sent).status_code == 404
    for name in ("alert_share", "alert_unshare", "alert_wipe"):
        assert client.post(reverse(name, args=[described.alert_id])).status_code == 404
    assert AlertDetails.objects.exists()


def test_whom_an_alert_was_passed_on_to_sees_nothing_of_its_details(
    client: Client,
    other_beheerder: User,
    own_beheerder: User,
    dennenlaan: WatchGroup,
    described: AlertDetails,
    make_photo: MakePhoto,
    now: datetime,
) -> None:
    alert = described.alert
    Relay.objects.create(
        alert=alert, origin=alert.group, to_group=dennenlaan, by=own_beheerder, at=now,
        accepted_by=other_beheerder, accepted_at=now,
    )  # fmt: skip
    log_in(client, other_beheerder)
    assert client.get(reverse("relay", args=[Relay.objects.get().pk])).status_code == 200
    assert client.get(page_of(alert)).status_code == 404
    assert write(client, alert).status_code == 404
    picture = reverse("alert_photo_covered", args=[make_photo("approved").pk])
    assert client.get(picture).status_code == 404
    path = reverse("alert_photo_new", args=[alert.pk])
    assert client.get(path).status_code == 404


def test_access_ends_with_the_appointment(
    client: Client,
    own_beheerder: User,
    described: AlertDetails,
    make_photo: MakePhoto,
    now: datetime,
) -> None:
    picture = reverse("alert_photo_picture", args=[make_photo().pk])
    log_in(client, own_beheerder)
    assert client.get(picture).status_code == 200
    Appointment.objects.filter(user=own_beheerder).update(until=now - timedelta(minutes=1))
    assert client.get(picture).status_code == 404
    assert client.get(page_of(described.alert)).status_code == 404


def test_a_coordinator_looks_and_leaves_a_line_and_changes_nothing(
    client: Client, coordinator: User, described: AlertDetails
) -> None:
    log_in(client, coordinator)
    assert "ZOEKWOORD jas" in words_of(client.get(page_of(described.alert)))
    assert Entry.objects.filter(verb="alert.details_seen", by=coordinator).count() == 1
    assert write(client, described.alert).status_code == 403
    assert client.post(reverse("alert_wipe", args=[described.alert_id])).status_code == 403


def test_only_while_it_runs_is_something_added(
    own_beheerder: User, alert: Alert, now: datetime
) -> None:
    Alert.objects.filter(pk=alert.pk).update(state="over", closed_at=now)
    alert.refresh_from_db()
    with pytest.raises(Refused, match="afgesloten"):
        describing.describe(alert, SECRET, seen=None, by=own_beheerder, now=now)
    later = now + timedelta(hours=73)
    with pytest.raises(Refused, match="De termijn is voorbij"):
        describing.describe(alert, SECRET, seen=None, by=own_beheerder, now=later)


def test_a_key_that_is_gone_leaves_nothing_to_read(settings: Any) -> None:
    sealed = seal_text(SECRET)
    before = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "x" * 60, [before]
    assert unseal_text(sealed) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal_text(sealed) == Described()
    assert unseal_photo(b"x") == b""
