"""DP-07: everything that is kept of an address, to read and to take along, and nobody else's."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from django.utils import timezone, translation

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.audit.services import record
from dorst_portal.kit import dutch
from dorst_portal.outbox.models import Mail, MailState
from groups.audit_log.pages.sentences import SENTENCES
from groups.audit_log.services.looks import note_list_seen, note_member_seen, note_number_seen
from groups.members.services.exporting import take_along as export
from groups.mine.pages import own_data as pages
from groups.mine.pages.own_data import as_taken, own_data
from groups.mine.pages.taken import LEFT_OUT, TAKEN
from groups.mine.pages.words import LEFT_OUT as NOT_TOLD
from groups.mine.pages.words import TOLD
from groups.mine.views.own_data import file_of
from groups.models import (
    EmailChange,
    Handover,
    Membership,
    RequestMessage,
    ResidentRequest,
    WatchGroup,
)
from groups.privacy.fields import FIELDS
from groups.requests.services import deciding
from groups.values.states import Kind, Owner, State
from tests.groups.conftest import MakeRequest
from tests.groups.mine.conftest import ANJA, MakeMember, opens
from tests.groups.pages import at_most, forms_of, text_of, words_of

DAY = timedelta(days=1)
PAGE = "/mijn/gegevens/"
FILE = "/mijn/gegevens.json"
CANARY = "kanarie"


def downloads(client: Client) -> dict[str, Any]:
    (button,) = [form for form in forms_of(client.get(PAGE)) if form.action == FILE]
    answer = client.post(button.action, button.sends)
    assert answer["Content-Disposition"] == 'attachment; filename="mijn-gegevens.json"'
    assert "no-store" in answer["Cache-Control"]
    taken: dict[str, Any] = json.loads(answer.content)
    return taken


def mail_to(email: str, **given: Any) -> Mail:
    now = timezone.now()
    facts: dict[str, Any] = {
        "to": email, "subject": f"Onderwerp {CANARY}", "text": f"Tekst {CANARY} {{link}}",
        "key": f"mail-{Mail.objects.count()}", "state": MailState.SENT, "sent_at": now,
        "due": now, "created": now,
    }  # fmt: skip
    return Mail.objects.create(**(facts | given))


def filled(row: Any, mark: str) -> Any:
    """Every text column about a person says whose it is."""
    for name in FIELDS[row._meta.label].personal_names:
        column = row._meta.get_field(name)
        if column.get_internal_type() in ("CharField", "TextField") and not column.choices:
            setattr(row, name, f"{mark} {name}"[: column.max_length])
    row.save()
    return row


@pytest.fixture
def house(
    client: Client,
    anja: Membership,
    make_request: MakeRequest,
    make_member: MakeMember,
    own_beheerder: User,
    spoorstraat: WatchGroup,
    now: datetime,
) -> Client:
    """Anja, and Bram who is somebody else, both in every table that there is a place for."""
    Membership.objects.filter(pk=anja.pk).update(since=now - 9 * DAY)
    anja.refresh_from_db()
    bram = make_member(email="bram@example.org", email_confirmed_at=now, since=now - 9 * DAY)
    for member, mark, email in ((anja, CANARY, ANJA), (bram, "vreemd", "bram@example.org")):
        number = member.mobile
        filled(member, mark)
        Membership.objects.filter(pk=member.pk).update(mobile=number, email=email, house_letter="")
        asked = filled(make_request(kind=Kind.QUESTION, state=State.CLOSED), mark)
        ResidentRequest.objects.filter(pk=asked.pk).update(
            email=email, email_confirmed_at=now, house_letter="", mobile=number, decline_note="",
            helper_name="vreemde helper", helper_email="helper@example.org",
        )  # fmt: skip
        filled(RequestMessage(request=asked, kind="asked", text="", by=own_beheerder), mark)
        handover = Handover(
            request=asked, from_owner=Owner.GROUP, to_owner=Owner.GROUP, from_due_at=now,
            from_group=spoorstraat, to_group=spoorstraat,
        )  # fmt: skip
        filled(handover, mark)
        about = f"request:{asked.pk}"
        mail_to(email, about=about, text=f"Tekst {mark} {{link}}", subject=f"Onderwerp {mark}")
    opens(client, ANJA)
    return client


# --- Complete, and nobody else's ------------------------------------------------------------------


def test_dp_07_every_field_about_a_person_is_taken_or_left_out_with_a_reason() -> None:
    for label, fields in FIELDS.items():
        there = {field.name for field in apps.get_model(label)._meta.concrete_fields}
        taken, out = TAKEN.get(label, {}), LEFT_OUT.get(label, {})
        said = {*taken, *out}
        missing = [] if "*" in out else sorted(set(fields.personal_names) - said)
        assert missing == [], f"{label}: take it along (mine/pages/taken.py), or say why not"
        assert said - {"*"} <= there
        assert not set(taken) & set(out)
        assert all(out.values())
    assert {*TAKEN, *LEFT_OUT} <= set(FIELDS)


def test_dp_07_the_file_has_everything_of_the_member_and_nothing_of_another(
    house: Client, own_beheerder: User
) -> None:
    text = json.dumps(downloads(house), ensure_ascii=False)
    for label in ("groups.Membership", "groups.ResidentRequest"):
        row = apps.get_model(label).objects.filter(email=ANJA).get()
        for column in TAKEN[label]:
            value = getattr(row, column)
            if isinstance(value, str) and value and not row._meta.get_field(column).choices:
                assert value in text, f"{label}.{column}"
    for words in (f"{CANARY} text", f"{CANARY} note", f"{CANARY} from_sentence", f"Tekst {CANARY}"):
        assert words in text
    for other in ("vreemd", "bram@", "helper@", own_beheerder.name, own_beheerder.email, "{link}"):
        assert other not in text
    seen = words_of(house.get(PAGE))
    assert f"{CANARY} message" in seen
    assert "vreemd" not in seen
    line = Entry.objects.get(verb="own_page.downloaded")
    assert (line.by, line.actor, line.facts) == (None, "member", {})
    assert "Jij nam al je gegevens mee." in words_of(house.get(PAGE))


def test_the_file_has_the_same_names_in_every_language(house: Client, now: datetime) -> None:
    def names_in(language: str) -> list[set[str]]:
        with translation.override(language):
            taken = json.loads(file_of(as_taken(own_data(ANJA, now=now), now=now)).content)
            rows = [*taken["groepen"], *taken["aanvragen en vragen"]]
            return [set(taken), *(set(row) for row in rows)]

    assert names_in("nl") == names_in("en") == names_in("pl")


def test_an_address_that_was_never_proved_opens_nothing(
    client: Client, anja: Membership, make_member: MakeMember, make_request: MakeRequest
) -> None:
    make_member(name="Vreemde Vogel", email=ANJA)
    asked = make_request(name="Vreemde Vogel", email=ANJA)
    mail_to(ANJA, about=f"request:{asked.pk}", text="Beste Vreemde", subject="Bevestig je adres")
    opens(client, ANJA)
    taken = json.dumps(downloads(client), ensure_ascii=False)
    assert "Vreemde" not in taken + words_of(client.get(PAGE))
    assert "Bevestig je adres" in taken  # that it came here, is theirs


def test_whoever_filled_in_a_form_for_another_sees_that_and_not_for_whom(
    client: Client, anja: Membership, make_request: MakeRequest
) -> None:
    helped = make_request(email="", name="Oma Oud", helper_name="Anja", helper_email=ANJA)
    opens(client, ANJA)
    taken = downloads(client)
    (line,) = taken["formulieren die je voor een ander invulde"]
    assert (line["jouw naam"], line["jouw e-mail"]) == ("Anja", ANJA)
    assert "Oma" not in json.dumps(taken)
    assert helped.reference not in json.dumps(taken)
    assert "Je vulde een formulier in voor een ander" in words_of(client.get(PAGE))


def test_an_address_that_waits_is_told_to_who_asked_for_it_alone(
    client: Client, anja: Membership, make_member: MakeMember
) -> None:
    now = timezone.now()
    make_member(name="Bram", email="bram@example.org", email_confirmed_at=now)
    EmailChange.objects.create(old=ANJA, new="nieuw@example.org", asked_at=now)
    EmailChange.objects.create(old="bram@example.org", new=ANJA, asked_at=now)
    opens(client, ANJA)
    page = words_of(client.get(PAGE))
    assert "vroeg je om nieuw@example.org te gebruiken" in page
    assert "bram@" not in page + json.dumps(downloads(client))


def test_nothing_of_a_decision_that_can_still_be_taken_back(
    client: Client, make_request: MakeRequest, own_beheerder: User
) -> None:
    asked = make_request(email=ANJA, email_confirmed_at=timezone.now())
    deciding.decline(
        asked, reason="other", note="Woont hier niet", by=own_beheerder, now=timezone.now()
    )
    opens(client, ANJA)
    early = json.dumps(downloads(client), ensure_ascii=False) + words_of(client.get(PAGE))
    assert "afgewezen" not in early
    assert "Woont hier niet" not in early
    assert "wees je aanmelding" not in early
    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        later = words_of(client.get(PAGE))
    assert "Woont hier niet" in later
    words = f"De beheerder van groep Spoorstraat wees je aanmelding {asked.reference} af."
    assert words in later


# --- Who looked -----------------------------------------------------------------------------------


def test_every_verb_about_people_has_words_or_is_left_out_on_purpose() -> None:
    about = {
        verb
        for verb in SENTENCES
        if verb.partition(".")[0] in ("member", "members", "request", "own_page", "admin")
    }
    assert set(TOLD) | set(NOT_TOLD) == about, "give it words in mine/pages/words.py"
    assert not set(TOLD) & set(NOT_TOLD)
    for told in TOLD.values():
        for says in filter(None, (told.says, told.alone)):
            assert says.startswith("{who} ")
            assert says.endswith(".")
            says.format(who="Jij", what="je vraag", changed="naam", organisation="Zeewacht")


def test_each_look_is_a_line_in_the_words_of_the_role(
    client: Client,
    anja: Membership,
    make_member: MakeMember,
    own_beheerder: User,
    deputy: User,
    coordinator: User,
    spoorstraat: WatchGroup,
    dennenlaan: WatchGroup,
) -> None:
    """LG-03"""
    now = timezone.now()
    Membership.objects.filter(pk=anja.pk).update(since=now - 9 * DAY)
    other = make_member(name="Bram Buren", since=now - 9 * DAY)
    note_number_seen(anja, by=own_beheerder, now=now - DAY)
    note_member_seen(anja, by=coordinator, now=now)
    note_number_seen(other, by=own_beheerder, now=now)
    note_list_seen(spoorstraat, by=coordinator, now=now)
    note_list_seen(spoorstraat, by=coordinator, now=now - 10 * DAY)  # before her time
    note_list_seen(dennenlaan, by=coordinator, now=now)
    export(spoorstraat, form="csv", reason="kopie", by=deputy, now=now)
    record("admin.viewed", by=coordinator, actor="admin", subject=f"membership:{anja.pk}", now=now)
    opens(client, ANJA)
    lines = [line.says for line in own_data(ANJA, now=timezone.now()).lines]
    assert lines == [
        "Jij opende je eigen pagina.",
        "Wie de site onderhoudt bekeek je gegevens in de technische pagina's.",
        "De plaatsvervanger van groep Spoorstraat nam de ledenlijst mee waar je op staat.",
        "Platform Dorst bekeek de ledenlijst waar je op staat.",
        "Platform Dorst bekeek je gegevens.",
        "De beheerder van groep Spoorstraat bekeek je nummer.",
    ]
    words = words_of(client.get(PAGE))
    assert f"bekeek je nummer. {dutch.moment(now - DAY)}, groep Spoorstraat" in words
    for name in ("Bram", own_beheerder.name, deputy.name, coordinator.name):
        assert name not in text_of(client.get(PAGE))


def test_who_stopped_as_beheerder_still_was_one_then(
    client: Client, anja: Membership, former_beheerder: User, now: datetime
) -> None:
    note_number_seen(anja, by=former_beheerder, now=now - 2 * DAY)
    (line,) = own_data(ANJA, now=now).lines
    assert line.says == "De beheerder van groep Spoorstraat bekeek je nummer."


def test_a_household_reads_of_whom_a_line_is(
    client: Client, anja: Membership, make_member: MakeMember, own_beheerder: User, now: datetime
) -> None:
    bert = make_member(name="Bert Anders", email=ANJA, email_confirmed_at=now)
    note_number_seen(bert, by=own_beheerder, now=now)
    opens(client, ANJA)
    assert "bekeek je nummer. Het ging om Bert Anders." in words_of(client.get(PAGE))


def test_the_page_has_the_newest_and_the_file_has_all(
    client: Client, anja: Membership, own_beheerder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST_LINES", 2)
    monkeypatch.setattr("groups.mine.views.own_data.MOST_LINES", 2)
    for _ in range(4):
        note_number_seen(anja, by=own_beheerder, now=timezone.now())
    opens(client, ANJA)
    page = words_of(client.get(PAGE))
    assert page.count("bekeek je nummer") == 1
    assert "Dit zijn de laatste 2 regels." in page
    assert json.dumps(downloads(client)).count("bekeek je nummer") == 4


def test_it_takes_as_many_statements_for_one_as_for_ten(
    client: Client, anja: Membership, make_member: MakeMember, make_request: MakeRequest
) -> None:
    opens(client, ANJA)
    for _ in range(2):
        with at_most(12):
            assert client.get(PAGE).status_code == 200
        for _ in range(10):
            asked = make_request(email=ANJA, email_confirmed_at=timezone.now())
            make_member(email=ANJA, email_confirmed_at=timezone.now())
            RequestMessage.objects.create(request=asked, kind="asked", text="Hoi")


# --- Strangers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [PAGE, "/mijn/bezwaar/", "/mijn/bezwaar/verstuurd/"])
def test_without_an_own_page_there_is_nothing(client: Client, anja: Membership, path: str) -> None:
    assert client.get(path)["Location"] == "/mijn/"
    assert client.post(FILE).status_code == 403
    assert client.get(FILE)["Location"] == "/mijn/"
    assert not Entry.objects.filter(verb="own_page.downloaded").exists()


def test_looking_at_the_file_downloads_nothing(own: Any, client: Client) -> None:
    assert client.get(FILE).status_code == 405
