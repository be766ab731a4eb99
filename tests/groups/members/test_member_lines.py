"""Lines of the list and of comparing: drawn without a template each, and escaped all the same."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dorst_portal.accounts.models import User
from groups.members.pages.members import PAGE
from groups.models import Membership
from tests.groups.conftest import log_in
from tests.groups.pages import forms_of

MakeMember = Callable[..., Membership]
LIST = "/beheer/groep/spoorstraat/leden/"
COMPARE = f"{LIST}vergelijken/"
HOSTILE = """<script>alert('x')</script>"><b onclick="x">&amp; {pk} {0} %s"""


@pytest.fixture
def own(client: Client, own_beheerder: User) -> Client:
    return log_in(client, own_beheerder)


def lines_of(answer: Any) -> list[str]:
    """The lines of people on a page."""
    assert answer.status_code == 200
    return re.findall(r"<li(?: data-kind|><span>).*?</li>\n", answer.content.decode(), re.DOTALL)


@pytest.mark.parametrize("typed", [None, f"Jan, {HOSTILE}, Kees"])
def test_names_of_any_kind_stay_text(
    own: Client, make_member: MakeMember, typed: str | None
) -> None:
    make_member(
        name=HOSTILE,
        organisation=HOSTILE,
        street=None,
        street_text=HOSTILE,
        mobile="<b>06",
        to_confirm=True,
    )
    asked = own.get(LIST), own.post(COMPARE, {"text": typed}) if typed else own.get(COMPARE)
    for answer in asked:
        page = answer.content.decode()
        assert "<b onclick" not in page
        assert "<b>06" not in page
        assert "<script>alert" not in page
        assert any(f"{HOSTILE} ({HOSTILE})" in unescape(shown(line)) for line in lines_of(answer))


def shown(line: str) -> str:
    """The words of a line, still escaped."""
    return re.sub("<[^>]*>", "", line)


def test_a_line_leads_to_the_member_and_its_button_to_the_number(
    own: Client, make_member: MakeMember, client: Client, coordinator: User
) -> None:
    member = make_member(name="Mien", organisation="De Bakker", house_number=3)
    (line,) = lines_of(own.get(LIST))
    assert f'<a href="{reverse("member", args=["spoorstraat", member.pk])}">Mien</a> (' in line
    button = reverse("member_number", args=["spoorstraat", member.pk])
    (form,) = [form for form in forms_of(own.get(LIST)) if form.action == button]
    assert form.sends["csrfmiddlewaretoken"]
    assert 'Toon nummer <span class="visually-hidden">Mien</span>' in line
    (line,) = lines_of(log_in(client, coordinator).get(LIST))
    assert "<form" not in line


@pytest.mark.parametrize("address", [LIST, COMPARE])
def test_a_hundred_lines_draw_no_template_and_ask_nothing_more(
    own: Client, make_member: MakeMember, address: str
) -> None:
    def opened() -> tuple[int, int, int]:
        with CaptureQueriesContext(connection) as queries:
            answer = own.get(address)
        return len(lines_of(answer)), len(answer.templates), len(queries)

    make_member()
    opened()
    _, *small = opened()
    for _ in range(99):
        make_member()
    lines, *large = opened()
    assert lines >= PAGE
    # The second page has its link.
    assert large[0] - small[0] <= 1
    assert large[1] <= small[1]
