"""One caller: everybody with the link of an alert sees who calls 112, one person at a time."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alerts.models import Alert
from alerts.pages.live import find_live, live_token, works
from alerts.services import calls
from alerts.values.calls import CLAIM_LAPSES
from alerts.values.choices import AlertState, Outcome, Police
from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.api import Refused
from tests.alerts.conftest import MakeAlert
from tests.groups.conftest import log_in
from tests.groups.pages import at_most, forms_of, send, text_of, words_of

CLAIM, CALLED, GIVE_BACK = "/ik-bel/", "/gebeld/", "/lukt-niet/"


@pytest.fixture
def alert(make_alert: MakeAlert) -> Alert:
    """It runs, and nobody called."""
    return make_alert(police=Police.NOT_YET)


def page_of(alert: Alert, name: str = "alert_live") -> str:
    return reverse(name, args=[live_token(alert)])


def press(client: Client, alert: Alert, button: str) -> Any:
    """Open the page, press the button whose form goes there, and see what comes of it."""
    page = client.get(page_of(alert))
    forms = [form.action for form in forms_of(page)]
    (place,) = [at for at, action in enumerate(forms) if action.endswith(button)]
    return client.get(send(client, page, form=place)["Location"])


def verbs() -> list[str]:
    found = Entry.objects.filter(verb__startswith="alert.call").order_by("pk")
    return list(found.values_list("verb", flat=True))


# --- One caller ------------------------------------------------------------------------------


def test_one_says_to_call_and_everybody_sees_it_with_the_time(client: Client, alert: Alert) -> None:
    others = Client()
    assert "Nog niemand zegt: ik bel 112" in words_of(others.get(page_of(alert)))
    mine = press(client, alert, CLAIM)
    alert.refresh_from_db()
    assert alert.call_claimed_at is not None
    at = f"{alert.call_claimed_at.astimezone():%H:%M}"[-2:]
    assert "Jij belt nu 112 (sinds" in words_of(mine)
    theirs = others.get(page_of(alert))
    assert f"{at}) Bel alleen als je iets nieuws weet." in words_of(theirs)
    assert "Iemand belt nu 112 (sinds" in words_of(theirs)
    assert forms_of(theirs) == []
    # Nothing stands between somebody and a call (rule 5).
    assert text_of(theirs).count('href="tel:112"') == 2
    assert "Ik heb nieuwe informatie" in words_of(theirs)
    after = press(client, alert, CALLED)
    alert.refresh_from_db()
    assert (alert.police, alert.called_at is not None) == ("112", True)
    assert alert.version == 2  # who has the facts open to correct them does not say 112 away
    assert "112 is gebeld om" in words_of(after)
    assert "112 is gebeld om" in words_of(others.get(page_of(alert)))
    assert verbs() == ["alert.call_claimed", "alert.called"]
    # Nobody is named, and nothing of who pressed is kept.
    lines = Entry.objects.filter(verb__startswith="alert.call")
    assert {(line.by, line.actor, str(line.facts)) for line in lines} == {
        (None, "alert_link", "{}")
    }


def test_the_second_who_claims_is_told_and_the_first_may_press_twice(
    client: Client, alert: Alert
) -> None:
    first, late = client.get(page_of(alert)), Client()
    seen_late = late.get(page_of(alert))
    send(client, first)
    assert "Jij belt nu 112" in words_of(client.get(send(client, first)["Location"]))
    assert "Iemand belt nu 112" in words_of(late.get(send(late, seen_late)["Location"]))
    assert verbs() == ["alert.call_claimed"]


def test_a_claim_lapses_after_two_minutes_and_another_may_call(
    alert: Alert, client: Client, now: datetime
) -> None:
    assert calls.claim_call(alert, code="first", now=now)
    just = now + CLAIM_LAPSES - timedelta(seconds=1)
    assert not calls.claim_call(alert, code="second", now=just)
    assert calls.claim_call(alert, code="second", now=now + CLAIM_LAPSES)
    # Whose turn is over says nothing any more.
    assert not calls.say_called(alert, code="first", now=now + CLAIM_LAPSES)
    Alert.objects.update(call_claimed_at=now - CLAIM_LAPSES)
    page = client.get(page_of(alert))
    assert "Niemand heeft gezegd dat er is gebeld" in words_of(page)
    assert "Bel jij?" in words_of(page)


def test_who_was_slow_may_still_say_that_it_was_done(
    client: Client, alert: Alert, now: datetime
) -> None:
    press(client, alert, CLAIM)
    Alert.objects.update(call_claimed_at=now - timedelta(minutes=5))
    assert "Jij zou bellen. Is dat gelukt?" in words_of(client.get(page_of(alert)))
    assert "112 is gebeld" in words_of(press(client, alert, CALLED))


def test_when_calling_does_not_work_somebody_else_may(client: Client, alert: Alert) -> None:
    press(client, alert, CLAIM)
    assert "Nog niemand zegt: ik bel 112" in words_of(press(client, alert, GIVE_BACK))
    assert "Jij belt nu 112" in words_of(press(Client(), alert, CLAIM))
    assert verbs() == ["alert.call_claimed", "alert.call_given_back", "alert.call_claimed"]


@pytest.mark.parametrize("button", [CALLED, GIVE_BACK])
def test_who_has_not_the_turn_ends_none(client: Client, alert: Alert, button: str) -> None:
    press(Client(), alert, CLAIM)
    assert client.post(page_of(alert)[:-1] + button).status_code == 302
    alert.refresh_from_db()
    assert (alert.police, alert.call_code == "") == ("not_yet", False)
    assert verbs() == ["alert.call_claimed"]


@pytest.mark.parametrize("turn", ["", "x", "a" * 300, "x:y:z", "\x00"])
def test_a_turn_that_we_did_not_give_out_claims_nothing(
    client: Client, alert: Alert, turn: str
) -> None:
    assert client.post(page_of(alert)[:-1] + CLAIM, {"beurt": turn}).status_code in (302, 400)
    assert verbs() == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"police": "112"}, "112 is gebeld"),
        ({"police": "112", "state": "over", "outcome": "arrest"}, "Voorbij"),
        ({"police": "not_yet", "state": "false_alarm"}, "Loos alarm"),
    ],
)
def test_where_nobody_has_to_call_nobody_can_say_so(
    client: Client, make_alert: MakeAlert, now: datetime, given: dict[str, str], says: str
) -> None:
    alert = make_alert(**given)
    page = client.get(page_of(alert))
    assert says in words_of(page)
    assert forms_of(page) == []
    assert not calls.claim_call(alert, code="c", now=now)


def test_a_call_to_0900_does_not_keep_anybody_from_112(
    client: Client, make_alert: MakeAlert
) -> None:
    alert = make_alert(police=Police.NO_URGENCY)
    assert "0900-8844 is gebeld. 112 nog niet" in words_of(client.get(page_of(alert)))
    assert "Jij belt nu 112" in words_of(press(client, alert, CLAIM))


def test_a_drill_says_so_and_has_no_number_to_press(client: Client, make_alert: MakeAlert) -> None:
    alert = make_alert(police=Police.NOT_YET, is_drill=True)
    page = client.get(page_of(alert))
    assert "OEFENING: Inbraak of poging, Spoorstraat Dit is niet echt." in words_of(page)
    assert text_of(page).count('href="tel:112"') == 1  # only the bar of every page
    assert "Jij belt nu 112" in words_of(press(client, alert, CLAIM))


# --- The link --------------------------------------------------------------------------------


def test_tk_05_a_link_that_was_changed_opens_nothing(client: Client, alert: Alert) -> None:
    token = live_token(alert)
    wrong = [token[:at] + ("A" if sign != "A" else "B") + token[at + 1 :]
             for at, sign in enumerate(token)]  # fmt: skip
    wrong += [token[:-1], token + "A", token.swapcase(), f"{alert.pk}-", f"0{token}", "x" * 500]
    assert [find_live(one) for one in wrong] == [None] * len(wrong)
    assert find_live(token) == alert
    for name in ("alert_live", "alert_live_state"):
        assert client.get(reverse(name, args=[wrong[-3]])).status_code == 404
    for name in ("alert_live_claim", "alert_live_called", "alert_live_give_back"):
        assert client.post(reverse(name, args=[wrong[0]])).status_code == 404


def test_tk_05_bad_tries_are_limited_and_cost_the_good_link_nothing(
    client: Client, alert: Alert
) -> None:
    bad = reverse("alert_live", args=["1-" + "a" * 22])
    assert [client.get(bad).status_code for _ in range(21)] == [404] * 20 + [429]
    assert client.get(page_of(alert)).status_code == 200


def test_tk_06_a_new_link_ends_the_old_one_and_whose_turn_it_was(
    client: Client, alert: Alert, own_beheerder: User, other_beheerder: User, now: datetime
) -> None:
    old = page_of(alert)
    calls.claim_call(alert, code="somebody", now=now)
    log_in(client, own_beheerder)
    shown = client.get(reverse("alert", args=[alert.pk]))
    (form,) = [form for form in forms_of(shown) if form.action.endswith("/nieuwe-link/")]
    assert "Deel de nieuwe link." in words_of(client.post(form.action, form.sends, follow=True))
    alert.refresh_from_db()
    assert client.get(old).status_code == 404
    assert "Nog niemand zegt: ik bel 112" in words_of(client.get(page_of(alert)))
    assert Entry.objects.filter(verb="alert.link_renewed", by=own_beheerder).count() == 1
    log_in(client, other_beheerder)
    assert client.post(form.action).status_code == 404
    with pytest.raises(Refused):
        calls.renew_link(alert, by=other_beheerder, now=now)


def test_tk_04_a_link_works_a_day_after_the_end_and_seven_days_at_most(
    alert: Alert, now: datetime
) -> None:
    second = timedelta(seconds=1)
    end = alert.created_at + timedelta(days=7)
    assert [works(alert, now=at) for at in (end - second, end)] == [True, False]
    assert not works(alert, now=alert.created_at - second)  # a clock that was set back
    alert.state, alert.closed_at = AlertState.OVER, now
    end = now + timedelta(hours=24)
    assert [works(alert, now=at) for at in (end - second, end)] == [True, False]


def test_an_old_link_is_like_one_that_never_was(
    client: Client, make_alert: MakeAlert, now: datetime
) -> None:
    alert = make_alert(happened_at=now - timedelta(days=7), police=Police.NOT_YET)
    for name in ("alert_live", "alert_live_state"):
        assert client.get(page_of(alert, name)).status_code == 404
    assert client.post(page_of(alert, "alert_live_claim")).status_code == 404


def test_az_09_the_page_names_nobody_and_is_kept_by_nobody(
    client: Client, alert: Alert, own_beheerder: User
) -> None:
    page = client.get(page_of(alert))
    assert str(own_beheerder) not in text_of(page)
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"
    assert "Spoorstraat" in words_of(page)


# --- Polling ---------------------------------------------------------------------------------


def test_polling_takes_one_statement_writes_nothing_and_is_304_until_something_changes(
    client: Client, alert: Alert, now: datetime
) -> None:
    state = page_of(alert, "alert_live_state")
    with CaptureQueriesContext(connection) as sent:
        first = client.get(state)
    assert first.status_code == 200
    assert len(sent) == 1
    assert sent[0]["sql"].startswith("SELECT")
    known = {"If-None-Match": first["ETag"]}
    with at_most(1):
        again = client.get(state, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    calls.claim_call(alert, code="somebody", now=now)
    claimed = client.get(state, headers=known)
    assert b"Iemand belt nu 112" in claimed.content
    known = {"If-None-Match": claimed["ETag"]}
    assert client.get(state, headers=known).status_code == 304
    Alert.objects.update(call_claimed_at=now - CLAIM_LAPSES)
    assert b"Niemand heeft gezegd" in client.get(state, headers=known).content
    assert client.post(state).status_code == 405


# --- Trolls ----------------------------------------------------------------------------------


def test_who_keeps_pressing_is_stopped_and_others_are_not(client: Client, alert: Alert) -> None:
    claim = page_of(alert, "alert_live_claim")
    answers = [client.post(claim).status_code for _ in range(calls.ACTS_PER_CLIENT + 1)]
    assert answers == [302] * calls.ACTS_PER_CLIENT + [429]
    assert client.get(page_of(alert)).status_code == 200
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert "Jij belt nu 112" in words_of(press(elsewhere, alert, CLAIM))


def test_claiming_and_giving_back_all_the_time_ends_whoever_does_it(alert: Alert) -> None:
    for place in range(calls.GIVEN_BACK_PER_ALERT):
        somebody = Client(REMOTE_ADDR=f"203.0.113.{place}")
        press(somebody, alert, CLAIM)
        press(somebody, alert, GIVE_BACK)
    last = Client(REMOTE_ADDR="203.0.113.99")
    page = press(last, alert, CLAIM)
    assert send(last, page).status_code == 429
    # It stays with the last one, until it lapses.
    assert "Iemand belt nu 112" in words_of(Client().get(page_of(alert)))


def test_pf_01_another_site_claims_nothing(alert: Alert) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(page_of(alert, "alert_live_claim")).status_code == 403
    assert verbs() == []


# --- The beheerder ---------------------------------------------------------------------------


def test_the_own_beheerder_shares_the_link_and_sees_who_calls(
    client: Client,
    alert: Alert,
    own_beheerder: User,
    coordinator: User,
    now: datetime,
    settings: Any,
) -> None:
    calls.claim_call(alert, code="somebody", now=now)
    page = log_in(client, own_beheerder).get(reverse("alert", args=[alert.pk]))
    link = settings.SITE_URL + page_of(alert)
    assert link in text_of(page)
    assert "MELDING – Spoorstraat" in words_of(page)
    assert "Iemand belt nu 112 (sinds" in words_of(page)
    log_in(client, coordinator)
    assert link not in text_of(client.get(reverse("alert", args=[alert.pk])))


@pytest.mark.parametrize("given", [{"state": "over", "outcome": Outcome.UNKNOWN}, {"days": 8}])
def test_what_is_over_or_old_has_no_link_to_share(
    client: Client, make_alert: MakeAlert, own_beheerder: User, now: datetime, given: dict[str, Any]
) -> None:
    at = now - timedelta(days=given.pop("days", 0), hours=1)
    alert = make_alert(happened_at=at, **given)
    log_in(client, own_beheerder)
    assert "Deel de link" not in words_of(client.get(reverse("alert", args=[alert.pk])))
