"""Mails that Platform Dorst words: places filled in once, and nothing that is run."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client

from dorst_portal.accounts.models import User
from dorst_portal.kit.links import token_for
from dorst_portal.languages.current import CODES
from dorst_portal.outbox.models import Mail
from groups.models import DeclineReason, ResidentRequest, TextVersion
from groups.requests import emails as request_emails
from groups.requests.services.conversation import ask_back
from groups.values.states import Owner
from groups.wording import mail_texts, texts_in_force
from groups.wording.mail_texts import (
    FIXED,
    MAIL_TEXTS,
    PLACES,
    Wording,
    fill,
    fill_subject,
    shipped,
)
from tests.groups.conftest import MakeRequest
from tests.groups.pages import at_most

EDITABLE = list(MAIL_TEXTS.values())


def worded(name: str, *, subject: str, text: str) -> None:
    """Platform Dorst wrote this mail itself."""
    texts_in_force.remember({f"mail-{name}": Wording(subject, text)})


@pytest.mark.parametrize("mail", EDITABLE, ids=lambda mail: mail.name)
def test_what_is_shipped_keeps_the_rules_of_what_is_typed(mail: mail_texts.MailText) -> None:
    words = shipped(mail.name)
    assert mail_texts.places_in(words.subject + words.text) <= set(mail.allowed)
    assert words.text.split("\n").count("{link}") == words.text.count("{link}") == mail.has_link
    assert set(mail.must) <= mail_texts.places_in(words.text)
    assert set(mail.places) <= PLACES.keys()
    closing = mail_texts.closing(mail.name)
    assert closing.startswith("Groet,\nBuurtpreventie Dorst\n")
    assert "Je krijgt deze e-mail omdat" in closing
    assert mail_texts.places_in(closing) <= PLACES.keys()
    assert "{%" not in words.subject + words.text + closing
    assert "{{" not in words.subject + words.text + closing


def test_an_example_has_no_open_places_but_the_link() -> None:
    for mail in EDITABLE:
        read = mail_texts.example(mail.name, shipped(mail.name))
        left = mail_texts.places_in(read.subject + read.text)
        assert left == ({"{link}"} if mail.has_link else set())
        assert len(read.subject) <= 55


def test_what_is_filled_in_is_not_filled_in_again() -> None:
    values = {"{vraag}": "Ben jij {kenmerk}? {{ 7 }} {link}", "{kenmerk}": "D-4F7K2M"}
    assert fill("{kenmerk}: {vraag}", values) == "D-4F7K2M: Ben jij {kenmerk}? {{ 7 }} (link)"


def test_a_place_without_words_leaves_no_hole() -> None:
    values = {"{hulp}": "", "{toelichting}": ""}
    assert fill("{hulp} Kijk. {hulp}\n\n{toelichting}\n\nDag", values) == "Kijk.\n\nDag"


def test_a_long_name_of_a_group_gives_way_in_a_subject() -> None:
    values = {"{groep}": "Wethouder van Dijklaan en omstreken", "{kenmerk}": "D-4F7K2M"}
    read = fill_subject("Je mag in groep {groep} ({kenmerk})", values)
    assert read == "Je mag in groep Wethouder van Dijklaan en o… (D-4F7K2M)"
    assert len(read) == 55


def test_a_mail_leaves_with_the_words_of_platform_dorst(
    make_request: MakeRequest, now: datetime
) -> None:
    worded("founded", subject="Hoera {kenmerk}", text="Hallo,\n\nGroep {groep} is er.")
    request = make_request(email_confirmed_at=now)
    (draft,) = request_emails.founded(request, now=now)
    assert draft.subject == f"Hoera {request.reference}"
    assert draft.text.startswith("Hallo,\n\nGroep Spoorstraat is er.\n\nGroet,\n")
    assert draft.text.endswith(f"omdat je een groep wilde starten ({request.reference}).\n")


def test_words_of_a_person_are_words_also_with_signs_of_an_engine(
    make_request: MakeRequest, own_beheerder: User, now: datetime
) -> None:
    worded("asked", subject="Een vraag", text="{wie}:\n\n{vraag}\n\n{link}")
    request = make_request(email_confirmed_at=now)
    typed = "{% now 'Y' %} {{ request.mobile }} {kenmerk} {link} <b>"
    ask_back(request, text=typed, by=own_beheerder, now=now)
    mail = Mail.objects.get(to=request.email)
    assert "{% now 'Y' %} {{ request.mobile }} {kenmerk} (link) <b>" in mail.text
    assert mail.text.count("{link}") == 1


@pytest.mark.parametrize("reason", DeclineReason)
def test_a_refusal_always_says_the_decision(
    make_request: MakeRequest, reason: DeclineReason, now: datetime
) -> None:
    request = make_request(
        email_confirmed_at=now, state="declined", decline_reason=reason, decline_note="Sorry."
    )
    (draft,) = request_emails.declined(request, now=now)
    assert "meedoen" in draft.text
    assert "De beheerder schrijft: Sorry.\n" in draft.text
    assert "Dan kijkt Platform Dorst ernaar.\n{link}\n" in draft.text
    assert draft.link_path == request_emails.CONFIRM_PATH


def test_the_link_of_a_refusal_leads_to_the_page_on_which_somebody_objects(
    client: Client, make_request: MakeRequest, own_beheerder: User, now: datetime
) -> None:
    request = make_request(
        email_confirmed_at=now,
        state="declined",
        decline_reason="other",
        decided_by=own_beheerder,
        decided_at=now - timedelta(hours=1),
    )
    (draft,) = request_emails.declined(request, now=now)
    assert draft.link
    page = client.get(f"/bevestig/{token_for(draft.link)}/", follow=True)
    assert "Ik ben het er niet mee eens" in page.content.decode()
    assert client.get("/bevestig/bezwaar/").status_code == 200


def test_a_reminder_of_the_platform_does_not_speak_of_a_group(
    make_request: MakeRequest, coordinator: User, now: datetime
) -> None:
    request = make_request(owner=Owner.COORDINATORS, group=None)
    mail = request_emails.reminder(request, to=coordinator, days=3, role="coordinator", due=now)
    assert mail.subject == f"Aanvraag {request.reference} wacht 3 dagen"
    assert mail.text.startswith("Hallo,\n\nEen aanvraag bij Platform Dorst wacht al 3 dagen.\n\n")
    assert "Niet ingelogd? Dan mailen we je een code.\n\nGroet" in mail.text
    assert "omdat je coördinator bent bij Platform Dorst." in mail.text


def test_texts_cost_no_statement_in_a_running_process(join_request: ResidentRequest) -> None:
    with at_most(0):
        texts_in_force.mail_text("receipt")
        texts_in_force.contact_advice()
        texts_in_force.welcome_text()
    texts_in_force.forget()
    with at_most(1):
        texts_in_force.mail_text("receipt")
        texts_in_force.contact_advice()


@pytest.mark.django_db
def test_another_process_sees_a_new_text_within_a_minute(
    coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    TextVersion.objects.create(key="mail-news", version=1, subject="A", text="B", by=coordinator)
    TextVersion.objects.create(key="mail-news", version=2, subject="C", text="D", by=coordinator)
    assert texts_in_force.mail_text("news").subject == shipped("news").subject
    later = texts_in_force.time.monotonic() + texts_in_force.SECONDS
    monkeypatch.setattr(texts_in_force.time, "monotonic", lambda: later)
    assert texts_in_force.mail_text("news").subject == "C"
    assert texts_in_force.SECONDS <= 60


def test_a_text_that_is_no_page_any_more_gives_way_to_what_is_shipped() -> None:
    texts_in_force.remember({"welke-app": Wording("", "Zomaar iets")})
    assert texts_in_force.contact_advice()[0].key == "112"
    assert texts_in_force.municipality().ways[0].number == "14 0162"


def test_every_mail_is_worded_or_named_as_fixed() -> None:
    folder = settings.BASE_DIR / "templates" / "emails"
    files = [path for path in folder.rglob("*.txt") if path.parent.name not in CODES]
    assert {path.stem for path in files} == MAIL_TEXTS.keys() | FIXED.keys()
    assert len(files) == len(MAIL_TEXTS) + len(FIXED), "one name, one mail"
    assert not MAIL_TEXTS.keys() & FIXED.keys()
