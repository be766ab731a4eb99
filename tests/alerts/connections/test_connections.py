"""The page of connections: who may, what is shown once, and what a beheerder does about trouble."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alerts.models import Connection, JoinKnock, OutgoingMessage, TyingCode
from alerts.services import connecting
from dorst_portal.accounts.models import User
from dorst_portal.accounts.sealing import seal, unseal
from dorst_portal.audit.models import Entry
from groups.api import Refused
from groups.models import Appointment, WatchGroup
from tests.alerts.conftest import MakeAlert
from tests.alerts.connections.chat_server import TOKEN
from tests.groups.conftest import log_in
from tests.groups.pages import forms_of, text_of, words_of

SLUG = ["spoorstraat"]


@pytest.fixture
def own(client: Client, own_beheerder: User, settings: Any) -> Client:
    settings.TELEGRAM_BOT_TOKEN, settings.TELEGRAM_BOT_NAME = TOKEN, "dorst_bot"
    return log_in(client, own_beheerder)


@pytest.fixture
def telegram(spoorstraat: WatchGroup, own_beheerder: User, now: datetime) -> Connection:
    return Connection.objects.create(
        group=spoorstraat, kind="telegram", chat=-5, made_by=own_beheerder, made_at=now
    )


@pytest.fixture
def knock(telegram: Connection, now: datetime) -> JoinKnock:
    return JoinKnock.objects.create(connection=telegram, person=42, name="<b>Rika</b>", at=now)


def sent(way: Connection, now: datetime, **given: Any) -> OutgoingMessage:
    facts = {"what": "test", "text": "x", "due": now, "created_at": now, "give_up_at": now}
    facts |= {"key": f"k{OutgoingMessage.objects.count()}"}
    return OutgoingMessage.objects.create(connection=way, **(facts | given))


def verbs() -> list[str]:
    found = Entry.objects.order_by("pk").values_list("verb", flat=True)
    return [verb for verb in found if verb.startswith(("connection.", "knock."))]


def page(client: Client) -> Any:
    return client.get(reverse("connections", args=SLUG))


def stale(client: Client) -> None:
    """The log-in is longer ago than ten minutes."""
    session = client.session
    for key in [key for key in session.keys() if "fresh" in key]:  # noqa: SIM118 - no mapping
        del session[key]
    session.save()


# --- Setting up -------------------------------------------------------------------------------


def test_a_code_is_shown_in_one_answer(own: Client) -> None:
    answer = own.post(reverse("connection_code", args=SLUG))
    text = text_of(answer)
    assert "/koppel@dorst_bot" in text
    code = re.findall(r"/koppel@dorst_bot ([A-Z0-9]{4}-[A-Z0-9]{4})\b", text)[0]
    assert "no-store" in answer.headers["Cache-Control"]
    assert code not in text_of(page(own))
    assert code not in str(list(TyingCode.objects.values()))
    assert verbs() == ["connection.code_made"]


def test_a_webhook_is_sealed_and_its_secret_shown_once(own: Client) -> None:
    path = reverse("connection_webhook", args=SLUG)
    for wrong in ("", "example.org", "http://example.org/", "https://10.0.0.1/", "x\0", "x" * 900):
        assert own.post(path, {"address": wrong}).status_code == 200
    assert not Connection.objects.exists()
    url = "https://hook.example.org/in?key=geheim"
    text = text_of(own.post(path, {"address": url}))
    (secret,) = re.findall(r"whsec_[A-Za-z0-9+/=]+", text)
    way = Connection.objects.get()
    assert (unseal(way.address_sealed), unseal(way.secret_sealed)) == (url, secret)
    assert "geheim" not in way.address_sealed
    shown = text_of(page(own))
    assert "hook.example.org" in shown
    assert "geheim" not in shown
    assert secret not in shown
    # Another address has another secret.
    again = text_of(own.post(path, {"address": url}))
    assert "whsec_" in again
    assert secret not in again
    assert verbs() == ["connection.set"] * 2


def test_signal_is_there_only_where_the_site_runs_it(own: Client, settings: Any) -> None:
    path, code = reverse("connection_signal", args=SLUG), "group." + "YWJj" * 8
    assert "Signal" not in text_of(page(own))
    own.post(path, {"address": code})
    assert not Connection.objects.exists()
    settings.SIGNAL_API_URL = "http://127.0.0.1:1"
    for wrong in ("", "+31612345678", "group.", "group.<script>"):
        assert own.post(path, {"address": wrong}).status_code == 200
    assert own.post(path, {"address": code}).status_code == 302
    assert unseal(Connection.objects.get().address_sealed) == code


def test_az_05_secrets_ask_for_a_fresh_log_in(own: Client) -> None:
    stale(own)
    for name in ("connection_code", "connection_webhook", "connection_signal"):
        answer = own.post(reverse(name, args=SLUG), {"address": "https://example.org/"})
        assert answer.headers["Location"].startswith(reverse("fresh_login")), name
    assert not Connection.objects.exists()
    assert not TyingCode.objects.exists()


def test_a_connection_is_tried_switched_off_and_on_again(
    own: Client, telegram: Connection, dennenlaan: WatchGroup
) -> None:
    args = [*SLUG, "telegram"]
    for _twice in range(2):
        own.post(reverse("connection_try", args=args))
    assert OutgoingMessage.objects.get().what == "test"
    assert "Telegram staat uit." in words_of(
        own.post(reverse("connection_off", args=args), follow=True)
    )
    assert OutgoingMessage.objects.get().state == "cancelled"
    said = words_of(own.post(reverse("connection_try", args=args), follow=True))
    assert "De koppeling staat uit." in said
    # Meanwhile the chat was tied to another group.
    other = Connection.objects.create(
        group=dennenlaan, kind="telegram", chat=telegram.chat, made_by=telegram.made_by
    )
    said = words_of(own.post(reverse("connection_on", args=args), follow=True))
    assert "hoort nu bij een andere groep" in said
    other.delete()
    own.post(reverse("connection_on", args=args))
    telegram.refresh_from_db()
    assert telegram.is_on


# --- Who knocks -------------------------------------------------------------------------------


def test_az_02_who_knocks_is_let_in_by_a_beheerder_of_the_group_alone(
    own: Client, knock: JoinKnock, coordinator: User, other_beheerder: User, own_beheerder: User,
    now: datetime,
) -> None:  # fmt: skip
    shown = page(own).content.decode()
    assert "&lt;b&gt;Rika&lt;/b&gt;" in shown
    assert "<b>Rika" not in shown
    admit = reverse("knock_admit", args=[*SLUG, knock.pk])
    for somebody, status in ((coordinator, 403), (other_beheerder, 404)):
        assert log_in(Client(), somebody).post(admit).status_code == status
        with pytest.raises(Refused):
            connecting.answer_knock(knock, admit=True, by=somebody, now=now)
    knock.refresh_from_db()
    assert (knock.state, OutgoingMessage.objects.count()) == ("waiting", 0)
    own.post(admit)
    second = own.post(reverse("knock_refuse", args=[*SLUG, knock.pk]), follow=True)
    assert "Iemand anders heeft al geantwoord." in words_of(second)
    knock.refresh_from_db()
    assert (knock.state, knock.decided_by) == ("admitted", own_beheerder)
    assert OutgoingMessage.objects.get().what == "admit"
    assert verbs() == ["knock.admitted"]
    assert "Rika" not in str(list(Entry.objects.values()))


def test_az_10_a_connection_of_who_left_is_pointed_out(
    own: Client, telegram: Connection, former_beheerder: User
) -> None:
    said = "Deze persoon is geen beheerder meer van de groep."
    assert said not in text_of(page(own))
    Connection.objects.update(made_by=former_beheerder)
    assert said in text_of(page(own))


def test_a_right_that_ended_admits_nobody(
    own: Client, knock: JoinKnock, own_beheerder: User, now: datetime
) -> None:
    Appointment.objects.filter(user=own_beheerder).update(until=now - timedelta(seconds=1))
    assert own.post(reverse("knock_admit", args=[*SLUG, knock.pk])).status_code == 404
    with pytest.raises(Refused):
        connecting.answer_knock(knock, admit=True, by=own_beheerder, now=now)


def test_of_another_groups_address_nothing_is_there(
    own: Client, knock: JoinKnock, other_beheerder: User, now: datetime
) -> None:
    log_in(own, other_beheerder)
    message = sent(knock.connection, now, state="failed")
    for name, pk in (("knock_admit", knock.pk), ("outgoing_again", message.pk)):
        assert own.post(reverse(name, args=["dennenlaan", pk])).status_code == 404
    assert own.post(reverse("connection_off", args=["dennenlaan", "telegram"])).status_code == 404


# --- What was sent ----------------------------------------------------------------------------


def test_cf_19_what_failed_or_is_uncertain_is_shown_with_what_to_do(
    own: Client, telegram: Connection, make_alert: MakeAlert, now: datetime
) -> None:
    uncertain = sent(telegram, now, state="uncertain", last_error="geen heel antwoord")
    failed = sent(telegram, now, state="failed", last_error="antwoord 403")
    Connection.objects.update(broken="removed")
    text = text_of(page(own))
    assert "De bot zit niet meer in de groep." in text
    assert "antwoord 403" in text
    assert "Onzeker" in text
    actions = [form.action for form in forms_of(page(own))]
    arrived = reverse("outgoing_arrived", args=[*SLUG, uncertain.pk])
    again = reverse("outgoing_again", args=[*SLUG, failed.pk])
    assert {arrived, again} <= set(actions)
    assert "Een koppeling werkt niet" in text_of(own.get(reverse("inbox")))
    alert = make_alert()
    sent(telegram, now, what="alert", alert=alert, state="failed")
    shown = words_of(own.get(reverse("alert", args=[alert.pk])))
    assert "Telegram, melding: !! Mislukt" in shown
    OutgoingMessage.objects.filter(alert=alert).delete()
    own.post(arrived)
    own.post(again)
    states = OutgoingMessage.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["sent", "queued"]
    late = own.post(arrived, follow=True)
    assert "Er is niets veranderd." in words_of(late)


def test_the_inbox_says_who_knocks_and_only_to_those_who_run_the_group(
    own: Client, knock: JoinKnock, other_beheerder: User
) -> None:
    assert "1 persoon wil in de Telegram-groep" in text_of(own.get(reverse("inbox")))
    log_in(own, other_beheerder)
    assert "Telegram-groep" not in text_of(own.get(reverse("inbox")))


def test_fifty_are_shown_with_as_many_queries_as_one(
    own: Client, spoorstraat: WatchGroup, own_beheerder: User, now: datetime,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    way = Connection.objects.create(
        group=spoorstraat, kind="webhook", address_sealed=seal("https://example.org/"),
        secret_sealed=seal("whsec_x"), made_by=own_beheerder,
    )  # fmt: skip
    for number in range(60):
        sent(way, now, state="sent", sent_at=now, key=f"many{number}")
    page(own)
    with django_assert_max_num_queries(12):
        shown = page(own)
    assert shown.content.decode().count("/opnieuw/") == 50
