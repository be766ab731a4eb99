"""What staff read about members, figures and messages can be translated: asked of a language that
is none, of what stands between the frame of the page.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.models import User
from groups.bulletins import services as bulletins
from groups.bulletins.services import BulletinText
from groups.models import HouseRules, MemberImport, MemberImportRow, Membership, WatchGroup
from tests.groups.conftest import Village, log_in
from tests.groups.languages.pseudo import speak_pseudo, unmarked
from tests.groups.languages.test_everything_is_marked import data as data
from tests.groups.members.sent_lists import JAN, NEL, looked_at, send, table
from tests.groups.pages import forms_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SEVERAL = (JAN, NEL, JAN, "Piet;0161 411234;Dennenlaan 1;", ";06 1;Qwxz 4;x@", "Rika;;;")
FIGURES = ("leden", "dekking", "weken", "dagen", "openen", "vandaan", "redenen")
# The people and addresses of these tests; numbers stand in pairs or are masked.
PEOPLE = re.compile(
    r"\b(?:Els Eigen|Eigen|Mien Meedoen(?: \d)?|Mien|Jan Jansen|Jan|Nel Pieters|Piet|Rika"
    r"|Donkere dagen|Laat een lamp aan|leden\.csv|Wie|Gsm|Woning|Mailadres"
    r"|[A-Z]\w*straat|[A-Z]\w+laan|Qwxz|Leijweg)\b"
)


def words_outside(answer: Any, data: re.Pattern[str]) -> list[str]:
    """What is not marked of the part of the page that is its own."""
    page = re.split(r"</?main\b[^>]*>", text_of(answer))[1]
    return unmarked(page, re.compile(f"{data.pattern}|{PEOPLE.pattern}"))


def found_in(client: Client, paths: list[str], data: re.Pattern[str]) -> dict[str, list[str]]:
    found = {path: words_outside(client.get(path, follow=True), data) for path in paths}
    return {path: words for path, words in found.items() if words}


@pytest.fixture
def people(make_member: Callable[..., Membership], now: datetime) -> list[Membership]:
    """To be confirmed, not told, and of each kind of list."""
    return [
        make_member(to_confirm=True, told_at=None, house_number=1),
        make_member(to_confirm=True, told_at=None, house_number=2, email=""),
        make_member(since=now - timedelta(days=1), until=now, end_reason="removed", house_number=3),
    ]


def test_what_a_beheerder_reads_about_members(
    client: Client,
    data: re.Pattern[str],
    people: list[Membership],
    own_beheerder: User,
    house_rules: HouseRules,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log_in(client, own_beheerder)
    speak_pseudo(monkeypatch)
    here = "/beheer/groep/spoorstraat/leden/"
    one = f"{here}{people[0].pk}/"
    parts = ["toevoegen", "tellen", "vergelijken", "meenemen", "vertellen"]
    paths = [here, one, f"{one}wijzigen/", f"{one}uit-de-groep/", f"{one}wissen/"]
    paths += [f"{here}{part}/" for part in (*parts, "geblokkeerd", "overnemen")]
    paths += ["/beheer/groep/spoorstraat/cijfers/", f"{one}gegevens/"]
    assert found_in(client, paths, data) == {}
    errors = {}
    for path in [*paths[2:4], *(f"{here}{part}/" for part in parts), paths[-3]]:
        for form in forms_of(client.get(path)):
            empty = dict.fromkeys(form.sends, "")
            token = {name: text for name, text in form.sends.items() if "csrf" in name}
            answer = client.post(form.action or path, empty | token, follow=True)
            errors[path] = words_outside(answer, data)
    assert {path: words for path, words in errors.items() if words} == {}


def test_what_is_said_of_a_list_that_is_taken_over(
    client: Client,
    data: re.Pattern[str],
    own_beheerder: User,
    spoorstraat: WatchGroup,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    batch = send(
        table(*SEVERAL, header="Wie;Gsm;Woning;Mailadres"),
        by=own_beheerder,
        group=spoorstraat,
        now=now,
    )
    # Its words are stored: they are read again in another language only.
    MemberImportRow.objects.update(problem="12")
    row = looked_at(spoorstraat)
    other = MemberImport.objects.create(group=spoorstraat, state="columns", refusal="12", at=now)
    log_in(client, own_beheerder)
    speak_pseudo(monkeypatch)
    lists = [reverse("list_import", args=["spoorstraat", one.pk]) for one in (batch, other)]
    paths = [*lists, f"{reverse('list_import', args=['spoorstraat', row.batch_id])}regel/{row.pk}/"]
    paths += [f"{lists[0]}?soort={kind}" for kind in ("double", "unknown", "wrong", "right")]
    assert found_in(client, paths, data) == {}


def test_what_a_coordinator_reads_about_members_figures_and_messages(
    client: Client,
    data: re.Pattern[str],
    people: list[Membership],
    coordinator: User,
    village: Village,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = BulletinText(subject="Donkere dagen", text="Laat een lamp aan.", note="", to_all=True)
    draft = bulletins.make_bulletin(text, by=coordinator, now=now)
    log_in(client, coordinator)
    speak_pseudo(monkeypatch)
    paths = [reverse(name) for name in ("telling", "retention", "bulletins")]
    paths += [reverse("telling_group", args=["spoorstraat"]), reverse("bulletin_new")]
    paths += [reverse("bulletin_edit", args=[draft.pk]), reverse("village_import_new")]
    paths += [reverse("figures_block", args=[code]) for code in FIGURES]
    assert found_in(client, paths, data) == {}
