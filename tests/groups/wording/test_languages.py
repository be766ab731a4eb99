"""Who writes in a language is answered in it; whoever runs a group or the village reads Dutch."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override

from dorst_portal.accounts.models import User
from dorst_portal.kit.display import LANGUAGE_COOKIE
from dorst_portal.languages.current import CODES, language_now
from dorst_portal.outbox.models import Mail
from groups.members.services.memberships import membership_for
from groups.models import Membership
from groups.requests.services.conversation import ask_back
from groups.requests.services.joining import SignupData, submit_signup
from groups.requests.services.questions import QuestionData, submit_question
from groups.requests.services.typed_in import join_from_question
from groups.timetable.clock import tick
from groups.wording import mail_texts, texts_in_force
from groups.wording.mail_texts import MAIL_TEXTS, MOST_WORDS, PLACES, Wording, places_in, shipped
from tests.groups.conftest import MakeRequest
from tests.groups.mine.conftest import ANJA, opens

OTHERS = [code for code in CODES if code != "nl"]
RESIDENTS = [mail for mail in MAIL_TEXTS.values() if mail.to_residents]
# Words of Dutch sentences that are none of the others'.
DUTCH_WORDS = {
    "de", "het", "een", "je", "jij", "jouw", "niet", "geen", "van", "voor", "naar", "bij", "deze",
    "dit", "dat", "kan", "kun", "wordt", "zijn", "heeft", "nog", "staat", "er", "hoe", "vraag",
    "antwoord", "hallo", "groet", "groep", "beheerder", "aanvraag",
}  # fmt: skip


def words_in(text: str) -> set[str]:
    """The words of a text, without its places."""
    return set(re.findall(r"[^\W\d_]+", re.sub(r"\{\w+\}", "", text.lower())))


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("mail", RESIDENTS, ids=lambda mail: mail.name)
def test_what_is_shipped_has_the_shape_of_the_dutch_one(
    mail: mail_texts.MailText, language: str
) -> None:
    dutch, its_closing = shipped(mail.name), mail_texts.closing(mail.name)
    with override(language):
        words, closing = shipped(mail.name), mail_texts.closing(mail.name)
    assert places_in(words.subject) == places_in(dutch.subject)
    assert places_in(words.text) == places_in(dutch.text)
    assert places_in(closing) == places_in(its_closing)
    assert words.text.split("\n").count("{link}") == mail.has_link
    assert set(mail.must) <= places_in(words.text)
    assert words_in(f"{words.subject}\n{words.text}\n{closing}") & DUTCH_WORDS == set()
    # What comes at a place is about as long in each language.
    longest = {place: "x" * PLACES[place].longest for place in places_in(words.subject)}
    longest["{groep}"] = "x" * 10
    assert len(mail_texts.fill(words.subject, longest)) <= mail_texts.MOST_SUBJECT
    assert len(f"{words.text}\n{closing}".split()) <= MOST_WORDS


def test_the_staff_has_no_mail_in_another_language() -> None:
    folders = settings.BASE_DIR / "templates" / "emails"
    for language in OTHERS:
        names = {path.stem for path in folders.rglob(f"{language}/*.txt")}
        assert names == {mail.name for mail in RESIDENTS}
    with override("pl"):
        assert shipped("new_request").text.startswith("Hallo,\n")


def test_what_platform_dorst_words_is_dutch() -> None:
    texts_in_force.remember({"mail-news": Wording("Nieuws", "Hallo,\n\nKijk hier:\n{link}")})
    assert texts_in_force.mail_text("news").subject == "Nieuws"
    with override("en"):
        assert texts_in_force.mail_text("news").subject == "News about your request ({kenmerk})"


@pytest.mark.parametrize(("active", "known"), [("pl", "pl"), ("en-gb", "en"), ("de", "nl")])
def test_a_language_that_the_portal_does_not_speak_is_dutch(active: str, known: str) -> None:
    with override(active):
        assert language_now() == known
    with override(None):
        assert language_now() == "nl"


def test_a_request_in_english_makes_an_english_receipt_and_a_dutch_mail_to_the_beheerder(
    signup_data: Callable[..., SignupData], own_beheerder: User, now: datetime
) -> None:
    with override("en"):
        request = submit_signup(signup_data(), now=now)
        assert get_language() == "en"
    assert request.language == "en"
    receipt = Mail.objects.get(to=request.email)
    assert receipt.subject.startswith("Your ")
    assert receipt.text.startswith("Hello,\n")
    told = Mail.objects.get(to=own_beheerder.email)
    assert told.text.startswith("Hallo,\n")
    assert "Groet,\n" in told.text
    request.refresh_from_db()
    assert "hoort bij groep" in request.route_sentence


def test_what_a_beheerder_asks_leaves_in_the_language_of_the_resident(
    make_request: MakeRequest, own_beheerder: User, now: datetime
) -> None:
    request = make_request(email_confirmed_at=now, language="pl")
    ask_back(request, text="Woon je hier al?", by=own_beheerder, now=now)
    mail = Mail.objects.get(to=request.email)
    assert mail.subject == f"Mamy do Ciebie pytanie ({request.reference})"
    assert "Woon je hier al?" in mail.text


def test_the_worker_writes_to_each_in_their_own_language(
    make_request: MakeRequest, own_beheerder: User, coordinator: User, now: datetime
) -> None:
    request = make_request(email_confirmed_at=now, language="en", created_at=now)
    for day in range(1, 9):
        tick(now=now + timedelta(days=day))
    (longer,) = Mail.objects.filter(to=request.email)
    assert longer.text.startswith("Hello,\n")
    staff = Mail.objects.filter(to__in=[own_beheerder.email, coordinator.email])
    assert staff.count() > 1
    assert all(mail.text.startswith("Hallo,\n") for mail in staff)


def test_a_member_is_written_to_in_the_language_of_the_request(
    make_request: MakeRequest, own_beheerder: User, now: datetime
) -> None:
    request = make_request(state="approved", decided_by=own_beheerder, language="pl")
    assert membership_for(request, now=now).language == "pl"
    # On the list already, and asking again in another one. What was typed in for them says nothing.
    again = make_request(
        state="approved", decided_by=own_beheerder, mobile=request.mobile, language="en"
    )
    membership_for(again, now=now)
    typed_in = make_request(
        state="approved", decided_by=own_beheerder, mobile=request.mobile, source="phone"
    )
    membership_for(typed_in, now=now)
    assert Membership.objects.get(mobile=request.mobile).language == "en"
    # But for a language that a coordinator chose for them.
    chosen = make_request(
        state="approved",
        decided_by=own_beheerder,
        mobile=request.mobile,
        source="phone",
        language="pl",
    )
    membership_for(chosen, now=now)
    assert Membership.objects.get(mobile=request.mobile).language == "pl"


def test_a_question_that_becomes_an_application_stays_in_its_language(
    signup_data: Callable[..., SignupData], own_beheerder: User, now: datetime
) -> None:
    data = signup_data()
    with override("en"):
        question = submit_question(
            QuestionData(
                submission_key="q", name="Ann", email=data.email, address=data.address,
                subject="joining", text="How do I join?",
            ),
            now=now,
        )  # fmt: skip
    made = join_from_question(question, data, by=own_beheerder, now=now)
    assert made.language == "en"


@pytest.mark.parametrize("language", CODES)
def test_the_own_page_follows_the_language_in_which_somebody_sends_something(
    client: Client, make_member: Callable[..., Membership], language: str
) -> None:

    now = timezone.now()
    member = make_member(email=ANJA, email_confirmed_at=now, language="en")
    same_list = make_member(email=ANJA, mobile="+31600007777", language="pl")
    opens(client, ANJA)
    client.cookies[LANGUAGE_COOKIE] = language
    member.refresh_from_db()
    assert member.language == "en"
    client.post("/mijn/sluiten/", follow=True)
    for row in (member, same_list):
        row.refresh_from_db()
    assert member.language == language
    assert same_list.language == "pl", "nobody proved that this is the same person"


def test_who_asks_for_a_link_on_an_english_page_gets_an_english_mail(
    client: Client, make_member: Callable[..., Membership]
) -> None:
    make_member(email=ANJA, email_confirmed_at=timezone.now())
    client.cookies[LANGUAGE_COOKIE] = "en"
    assert client.post("/mijn/", {"email": ANJA}).status_code == 302
    assert Mail.objects.get(to=ANJA).subject == "The link to your own page"


def test_the_decision_of_a_beheerder_leaves_in_the_language_of_the_resident(
    client: Client,
    make_request: MakeRequest,
    own_beheerder: User,
    log_in: Callable[[Client, User], Client],
) -> None:
    request = make_request(email_confirmed_at=timezone.now(), language="en")
    log_in(client, own_beheerder)
    client.cookies[LANGUAGE_COOKIE] = "pl"  # says nothing about the resident
    client.post(reverse("request_approve", args=[request.pk]))
    assert Mail.objects.get(to=request.email).text.startswith("Hello,\n")
