"""The list of what is left to do tells what the database knows, and goes away by itself."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.demo.seed_identity import DORST
from dorst_portal.identity.services import set_names
from dorst_portal.outbox.models import Mail
from groups.models import GroupStatus, Hamlet, VillageStep, WatchGroup
from groups.places.services.streets import add_street
from groups.village.pages.checklist import READ, checklist
from tests.groups.conftest import appoint, log_in
from tests.groups.pages import words_of

pytestmark = pytest.mark.django_db


def status(user: User, now: datetime) -> list[str]:
    return [step.status[0] for step in checklist(user, now=now).steps]


def test_each_step_follows_what_is_there(
    coordinator: User, now: datetime, django_assert_num_queries: Callable[..., object]
) -> None:
    # names, looks, streets, hamlets, group, beheerder, texts, mail, open
    assert "".join(status(coordinator, now)) == "tbbbbbttb"
    set_names(DORST, now=now)
    assert "".join(status(coordinator, now)) == "dttbbbttb"
    add_street("Kade", area="x")
    assert "".join(status(coordinator, now)) == "dtdttbttb"
    group = WatchGroup.objects.create(name="Kade", slug="kade", status=GroupStatus.STARTING)
    assert "".join(status(coordinator, now)) == "dtdtdtttb"
    asked = appoint(User.objects.create_user("b@example.org"), group, accepted_at=None)
    assert "".join(status(coordinator, now)) == "dtdtdtttb"
    asked.accepted_at = now
    asked.save()
    assert "".join(status(coordinator, now)) == "dtdtddttt"
    VillageStep.objects.bulk_create(VillageStep(code=code, done_by=coordinator) for code in READ)
    assert "".join(status(coordinator, now)) == "dtdtdddtt"
    WatchGroup.objects.update(status=GroupStatus.ACTIVE)
    Hamlet.objects.create(name="Buiten")
    with django_assert_num_queries(1):
        found = checklist(coordinator, now=now)
    assert "".join(step.status[0] for step in found.steps) == "dtdddddtd"
    assert (found.left, found.is_shown) == (1, True)


def test_it_stands_on_the_overview_until_somebody_puts_it_away(
    client: Client, coordinator: User
) -> None:
    log_in(client, coordinator)
    assert "Je dorp klaarmaken" in words_of(client.get(reverse("platform")))
    for _ in range(2):
        client.post(reverse("village_step_done", args=["away"]))
    assert Entry.objects.filter(verb="village.step_done").count() == 1
    assert "Je dorp klaarmaken" not in words_of(client.get(reverse("platform")))
    client.post(reverse("village_step_undone", args=["away"]))
    assert "Je dorp klaarmaken" in words_of(client.get(reverse("platform")))


def test_an_unknown_step_is_not_there(client: Client, coordinator: User) -> None:
    log_in(client, coordinator)
    for name in ("village_step_done", "village_step_undone"):
        assert client.post(reverse(name, args=["streets"])).status_code == 404
    assert not VillageStep.objects.exists()


def test_a_mail_to_oneself_is_tried_and_said_to_arrive(client: Client, coordinator: User) -> None:
    log_in(client, coordinator)
    page = reverse("village_mail")
    assert "Ja, hij kwam aan" not in words_of(client.get(page))
    client.post(page)
    mail = Mail.objects.get(event="village-mail")
    assert (mail.to, mail.link_path) == (coordinator.email, page)
    assert "Ja, hij kwam aan" in words_of(client.get(page))
    client.post(reverse("village_step_done", args=["mail"]))
    assert "De mail kwam aan." in words_of(client.get(page))
    for _ in range(6):
        client.post(page)
    assert Mail.objects.filter(event="village-mail").count() == 5


def test_the_texts_say_who_read_them(client: Client, coordinator: User) -> None:
    log_in(client, coordinator)
    page = reverse("village_texts")
    # Beside the button that says so once more.
    assert words_of(client.get(page)).count("! Nog doen") == len(READ)
    client.post(reverse("village_step_done", args=["rules"]))
    words = words_of(client.get(page))
    assert "las dit na op" in words
    assert words.count("! Nog doen") == len(READ) - 1
