"""The pages of bulletins: of the coordinator who writes, and of the beheerder who shares."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from zeal import zeal_ignore

from dorst_portal.accounts.models import User
from dorst_portal.outbox.models import Mail
from groups.bulletins import services as bulletins
from groups.bulletins.services import BulletinText
from groups.models import Bulletin, BulletinCopy, ChatApp, WatchGroup
from tests.groups.conftest import Village, appoint, log_in
from tests.groups.pages import at_most, forms_of, send, text_of, words_of

TEXT = "Laat een lamp aan & doe je deur op slot."
Sent = Callable[..., Bulletin]


@pytest.fixture
def staff(client: Client, coordinator: User) -> Client:
    return log_in(client, coordinator)


@pytest.fixture
def draft(coordinator: User, village: Village, now: datetime) -> Bulletin:
    text = BulletinText(subject="Donkere dagen", text=TEXT, note="", to_all=True)
    return bulletins.make_bulletin(text, by=coordinator, now=now)


@pytest.fixture
def sent(coordinator: User, now: datetime) -> Sent:
    """A bulletin for all groups that was sent a day ago, or at another moment."""

    def make(subject: str = "Donkere dagen", at: datetime | None = None) -> Bulletin:
        at = at or now - timedelta(days=1)
        text = BulletinText(subject=subject, text=TEXT, note="Dank je wel!", to_all=True)
        with zeal_ignore():  # several are sent one after the other
            row = bulletins.make_bulletin(text, by=coordinator, now=at)
            bulletins.send_test(row, version=1, by=coordinator, now=at)
            bulletins.send_bulletin(row, version=1, by=coordinator, now=at)
            row.refresh_from_db()
        return row

    return make


def save(staff: Client, draft: Bulletin, shown: Any, **typed: str) -> Any:
    """Send the form of the edit page as it was shown, but for what was typed."""
    sends = forms_of(shown)[0].sends | {"who": "alle"} | typed
    return staff.post(page("bulletin_edit", draft.pk), sends)


def page(name: str, *args: Any) -> str:
    return reverse(name, args=args)


# --- Writing ---------------------------------------------------------------------------------


def test_from_an_empty_form_to_the_groups(
    staff: Client, coordinator: User, own_beheerder: User, village: Village
) -> None:
    form = staff.get(page("bulletin_new"))
    looked = staff.post(
        page("bulletin_new"),
        forms_of(form)[0].sends
        | {
            "subject": "Donkere dagen",
            "text": TEXT,
            "who": "gekozen",
            "groups": "spoorstraat\nSeters",
        },
        follow=True,
    )
    words = words_of(looked)
    assert "Voorbeeld: Donkere dagen" in words
    assert "1 beheerder van 1 groep: Seters, Spoorstraat" in words
    assert "1 groep heeft geen beheerder en krijgt niets." in words
    assert TEXT in words
    assert "Leest makkelijk" in words
    assert "Verstuur aan" not in words
    row = Bulletin.objects.get()
    tested = send(staff, looked, form=0)
    assert tested.status_code == 302
    looked = staff.get(page("bulletin_preview", row.pk))
    assert f"De test gaat nu naar {coordinator.email}." in words_of(looked)
    button = next(form for form in forms_of(looked) if "versturen" in form.action)
    done = staff.post(button.action, button.sends, follow=True)
    assert "Verstuurd aan 1 beheerder van 1 groep." in words_of(done)
    assert "0 van 1 groep heeft het gedeeld." in words_of(done)
    again = staff.post(button.action, button.sends, follow=True)
    assert "Dit bericht is intussen veranderd." in words_of(again)
    assert Mail.objects.filter(to=own_beheerder.email).count() == 1


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"subject": ""}, "Schrijf een onderwerp."),
        ({"subject": "x" * 56}, "Gebruik hoogstens 55 tekens."),
        ({"text": ""}, "Schrijf de tekst om te delen."),
        ({"text": "woord " * 200}, "Gebruik hoogstens 1000 tekens."),
        ({"note": "woord " * 100}, "Gebruik hoogstens 500 tekens."),
        ({"who": ""}, "Kies voor welke groepen."),
        ({"who": "gekozen"}, "Kies minstens 1 groep."),
        ({"who": "gekozen", "groups": "Spoorstraat\nSpoorlaan"}, "Spoorlaan"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_all_is_kept(
    staff: Client, village: Village, typed: dict[str, str], error: str
) -> None:
    right = {"subject": "Donkere dagen", "text": TEXT, "note": "Let op", "who": "alle"}
    answer = staff.post(page("bulletin_new"), right | typed)
    assert answer.status_code == 200
    assert error in words_of(answer)
    kept = forms_of(answer)[0].sends
    for name, value in (right | typed).items():
        if name != "who":
            assert kept.get(name, "").strip() == value.strip()
    assert not Bulletin.objects.exists()


def test_with_all_groups_a_wrong_name_counts_for_nothing(staff: Client, village: Village) -> None:
    typed = {"subject": "Dag", "text": TEXT, "who": "alle", "groups": "Bestaat niet"}
    assert staff.post(page("bulletin_new"), typed).status_code == 302
    assert Bulletin.objects.get().to_all


def test_who_is_second_sees_the_other_text_and_keeps_the_own(
    staff: Client, superuser: User, draft: Bulletin, now: datetime
) -> None:
    form = staff.get(page("bulletin_edit", draft.pk))
    other = BulletinText(subject="Van Suus", text="Andere tekst.", note="", to_all=True)
    bulletins.change_bulletin(draft, other, version=1, by=superuser, now=now)
    answer = save(staff, draft, form, subject="Van Cor", text="Mijn tekst.")
    assert answer.status_code == 200
    words = words_of(answer)
    assert "Suus Peruser was je voor." in words
    assert "Nu staat er: Van Suus Andere tekst." in words
    kept = forms_of(answer)[0].sends
    assert (kept["subject"], kept["text"]) == ("Van Cor", "Mijn tekst.")
    assert Bulletin.objects.get().subject == "Van Suus"
    saved = save(staff, draft, answer)
    assert saved.status_code == 302
    assert Bulletin.objects.get().subject == "Van Cor"


def test_what_was_sent_meanwhile_is_told_and_the_text_is_kept(
    staff: Client, own_beheerder: User, superuser: User, draft: Bulletin, now: datetime
) -> None:
    form = staff.get(page("bulletin_edit", draft.pk))
    bulletins.send_test(draft, version=1, by=superuser, now=now)
    bulletins.send_bulletin(draft, version=1, by=superuser, now=now)
    answer = save(staff, draft, form, text="Mijn tekst.")
    assert "Het bericht is al verstuurd." in words_of(answer)
    assert forms_of(answer)[0].sends["text"] == "Mijn tekst."
    assert Bulletin.objects.get().text == TEXT


def test_a_test_counts_only_for_the_text_that_was_seen(
    staff: Client, superuser: User, own_beheerder: User, draft: Bulletin, now: datetime
) -> None:
    looked = staff.get(page("bulletin_preview", draft.pk))
    other = BulletinText(subject="Van Suus", text="Andere tekst.", note="", to_all=True)
    bulletins.change_bulletin(draft, other, version=1, by=superuser, now=now)
    for name in ("bulletin_test", "bulletin_send", "bulletin_drop"):
        old = {"version": str(draft.version)}
        answer = staff.post(page(name, draft.pk), old, follow=True)
        assert "Dit bericht is intussen veranderd." in words_of(answer)
    assert forms_of(looked)[0].sends["version"] == "1"
    assert not Mail.objects.exists()


def test_a_long_sentence_is_a_hint_and_no_block(
    staff: Client, own_beheerder: User, draft: Bulletin
) -> None:
    Bulletin.objects.update(text="woord " * 20 + "klaar.")
    answer = staff.get(page("bulletin_preview", draft.pk))
    assert "Kan makkelijker" in words_of(answer)
    assert "Deze zin heeft 21 woorden" in words_of(answer)
    assert "Stuur een test aan mij" in words_of(answer)


def test_a_draft_goes_away_with_one_button(staff: Client, draft: Bulletin) -> None:
    looked = staff.get(page("bulletin_preview", draft.pk))
    drop = next(form for form in forms_of(looked) if "/weg/" in form.action)
    answer = staff.post(drop.action, drop.sends)
    assert answer["Location"] == page("bulletins")
    assert "Het bericht is weg." in words_of(staff.get(page("bulletins")))
    assert not Bulletin.objects.exists()


def test_each_state_has_its_own_page(
    staff: Client, own_beheerder: User, draft: Bulletin, sent: Sent
) -> None:
    done = sent()
    at = page("bulletin_page", done.pk)
    assert staff.get(page("bulletin_preview", done.pk))["Location"] == at
    assert staff.get(page("bulletin_edit", done.pk))["Location"] == at
    preview = page("bulletin_preview", draft.pk)
    assert staff.get(page("bulletin_page", draft.pk))["Location"] == preview


@pytest.mark.parametrize("name", ["bulletin_page", "bulletin_preview", "bulletin_edit"])
def test_what_is_not_there_is_not_found(staff: Client, name: str) -> None:
    assert staff.get(page(name, 999_999)).status_code == 404


# --- Progress --------------------------------------------------------------------------------


def test_progress_tells_per_group_who_shared_it_and_where_not_yet(
    staff: Client,
    own_beheerder: User,
    deputy: User,
    other_beheerder: User,
    spoorstraat: WatchGroup,
    sent: Sent,
    now: datetime,
) -> None:
    row = sent()
    bulletins.share(row, spoorstraat, by=deputy, now=now)
    words = words_of(staff.get(page("bulletin_page", row.pk)))
    assert "1 van 2 groepen hebben het gedeeld." in words
    assert "door Piet Plaatsvervanger" in words
    assert "1 van 2 groepen" in words_of(staff.get(page("bulletins")))
    not_yet = words_of(staff.get(page("bulletin_page", row.pk), {"toon": "nog-niet"}))
    assert "Dennenlaan" in not_yet
    assert "Spoorstraat" not in not_yet
    done = words_of(staff.get(page("bulletin_page", row.pk), {"toon": "gedeeld"}))
    assert "Spoorstraat" in done
    assert "Piet Plaatsvervanger, Els Eigen" in done
    assert "Dennenlaan" not in done


def test_the_reminder_is_a_button_after_three_days_and_once(
    staff: Client, own_beheerder: User, sent: Sent, now: datetime
) -> None:
    young, old = sent("Jong"), sent("Oud", at=now - timedelta(days=3))
    assert "Herinner" not in words_of(staff.get(page("bulletin_page", young.pk)))
    shown = staff.get(page("bulletin_page", old.pk))
    assert "Herinner 1 beheerder" in words_of(shown)
    told = send(staff, shown, form=0)
    told = staff.get(told["Location"])
    assert "1 beheerder krijgt een herinnering." in words_of(told)
    assert "Herinner 1 beheerder" not in words_of(told)
    again = staff.post(page("bulletin_remind", old.pk), follow=True)
    assert "Herinneren kan nu niet." in words_of(again)


def test_the_lists_ask_the_same_at_1_and_at_30_rows(
    staff: Client, village: Village, sent: Sent, own_beheerder: User, now: datetime
) -> None:
    first, counts = sent("0"), []
    for rows in (0, 29):
        for number in range(rows):
            made = WatchGroup.objects.create(name=f"Groep {number:02}", slug=f"groep-{number}")
            user = User.objects.create_user(f"b{number}@example.org", name=f"Bea {number}")
            appoint(user, made)
            BulletinCopy.objects.create(bulletin=first, group=made, user=user, shared_at=now)
            sent(f"nr {number}")
        numbers = []
        paths = (page("bulletins"), page("bulletin_page", first.pk), page("bulletin_new"))
        for path in paths:
            with CaptureQueriesContext(connection) as queries:
                assert staff.get(path).status_code == 200
            numbers.append(len(queries))
        counts.append(numbers)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 10


def test_the_lists_page_by_key_and_show_everything_once(
    staff: Client, village: Village, sent: Sent, own_beheerder: User
) -> None:
    row = sent("0")
    for number in range(60):
        made = WatchGroup.objects.create(name=f"Groep {number:02}", slug=f"groep-{number}")
        BulletinCopy.objects.create(bulletin=row, group=made, user=own_beheerder)
    for number in range(1, 45):
        sent(f"nr {number}")
    for path, of_page, total in (
        (page("bulletins"), lambda one: one.bulletin.subject, 45),
        (page("bulletin_page", row.pk), lambda one: one.name, 61),
    ):
        seen, query = [], {}
        while query is not None:
            shown = staff.get(path, query).context["page"]
            seen += [of_page(one) for one in shown.rows]
            query = {"na": str(shown.next_key)} if shown.next_key else None
        assert len(seen) == len(set(seen)) == total


# --- Sharing ---------------------------------------------------------------------------------


def test_the_text_a_way_into_whatsapp_and_one_tap_per_group(
    client: Client, own_beheerder: User, dennenlaan: WatchGroup, sent: Sent
) -> None:
    appoint(own_beheerder, dennenlaan)
    row = sent()
    log_in(client, own_beheerder)
    assert "deel het in je groep" in words_of(client.get(page("inbox")))
    shown = client.get(page("bulletin_share", row.pk))
    assert TEXT in text_of(shown)
    assert f"https://wa.me/?text={quote(TEXT, safe='')}" in text_of(shown)
    assert "Alleen voor jou: Dank je wel!" in words_of(shown)
    buttons = [form.action for form in forms_of(shown) if "gedeeld" in form.action]
    assert len(buttons) == 2
    for action in buttons:
        answer = client.post(action, follow=True)
    assert "Gedeeld in groep Spoorstraat." in words_of(answer)
    assert "Klaar." in words_of(answer)
    assert "deel het in je groep" not in words_of(client.get(page("inbox")))
    undo = next(form for form in forms_of(answer) if "niet-gedeeld" in form.action)
    answer = client.post(undo.action, undo.sends, follow=True)
    assert "staat weer op nog doen." in words_of(answer)
    assert BulletinCopy.objects.shared().count() == 1


def test_other_apps_take_no_text_along(
    client: Client, own_beheerder: User, spoorstraat: WatchGroup, sent: Sent
) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(app=ChatApp.SIGNAL)
    row = sent()
    shown = log_in(client, own_beheerder).get(page("bulletin_share", row.pk))
    assert "wa.me" not in text_of(shown)
    assert "Open de groep in Signal" in words_of(shown)


def test_what_a_colleague_shared_needs_no_second_time(
    client: Client,
    own_beheerder: User,
    deputy: User,
    spoorstraat: WatchGroup,
    sent: Sent,
    now: datetime,
) -> None:
    row = sent()
    bulletins.share(row, spoorstraat, by=deputy, now=now)
    log_in(client, own_beheerder)
    shown = client.get(page("bulletin_share", row.pk))
    assert "door Piet Plaatsvervanger" in words_of(shown)
    assert not [form for form in forms_of(shown) if "gedeeld" in form.action]
    assert "Deel het in je groep" not in words_of(client.get(page("inbox")))
    assert "Gedeeld" in words_of(client.get(page("own_bulletins")))


@pytest.mark.parametrize(
    "who", ["other_beheerder", "former_beheerder", "invited_beheerder", "plain_user", "coordinator"]
)
def test_a_bulletin_for_another_group_is_not_there(
    client: Client,
    own_beheerder: User,
    coordinator: User,
    spoorstraat: WatchGroup,
    request: pytest.FixtureRequest,
    now: datetime,
    who: str,
) -> None:
    user = request.getfixturevalue(who)
    text = BulletinText(
        subject="Alleen wij", text=TEXT, note="", to_all=False, groups=[spoorstraat]
    )
    row = bulletins.make_bulletin(text, by=coordinator, now=now)
    bulletins.send_test(row, version=1, by=coordinator, now=now)
    bulletins.send_bulletin(row, version=1, by=coordinator, now=now)
    log_in(client, user)
    assert client.get(page("bulletin_share", row.pk)).status_code == 404
    for name in ("bulletin_shared", "bulletin_unshared"):
        assert client.post(page(name, row.pk, "spoorstraat")).status_code == 404
    assert "Alleen wij" not in words_of(client.get(page("own_bulletins")))
    assert not BulletinCopy.objects.shared().exists()


def test_a_draft_is_for_no_beheerder(client: Client, own_beheerder: User, draft: Bulletin) -> None:
    log_in(client, own_beheerder)
    assert client.get(page("bulletin_share", draft.pk)).status_code == 404


def test_sharing_ends_with_the_appointment(
    client: Client, own_beheerder: User, sent: Sent, now: datetime
) -> None:
    row = sent()
    log_in(client, own_beheerder)
    assert client.get(page("bulletin_share", row.pk)).status_code == 200
    own_beheerder.appointments.update(until=now)
    assert client.get(page("bulletin_share", row.pk)).status_code == 404
    assert client.post(page("bulletin_shared", row.pk, "spoorstraat")).status_code == 404


def test_what_is_older_than_a_month_is_asked_for_no_more(
    client: Client, own_beheerder: User, sent: Sent, now: datetime
) -> None:
    sent(at=now - timedelta(days=31))
    log_in(client, own_beheerder)
    assert "Deel het in je groep" not in words_of(client.get(page("inbox")))
    assert "Nog doen" in words_of(client.get(page("own_bulletins")))


def test_the_own_list_asks_the_same_at_1_and_at_30_rows(
    client: Client, own_beheerder: User, sent: Sent
) -> None:
    log_in(client, own_beheerder).get(page("inbox"))
    for rows in (1, 29):
        for number in range(rows):
            sent(f"nr {rows} {number}")
        with at_most(5):
            shown = client.get(page("own_bulletins"))
        assert shown.status_code == 200
    rest = client.get(page("own_bulletins"), {"na": shown.context["page"].next_key})
    assert len(rest.context["page"].rows) == 10
