"""AZ-05: what a form does not ask is not taken, whatever is sent along. TK-08: no mail takes
its address from what a request says about its host.

Each form of the site is sent as its page gives it, and once more with the name of every column of
every table besides. Both leave the same rows.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.test import Client

from dorst_portal.kit.routes import Route
from dorst_portal.outbox.models import Mail
from tests.groups.swapping.crawl import SeenForm, forms_in, nothing_stays
from tests.groups.test_bad_input_everywhere import (
    OUR_ROUTES,
    SENT,
    Site,
    loaded,
    site,
    takes_post,
    village,
)

__all__ = ["loaded", "site", "village"]

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
EXTRA = "Meegestuurd"
MOST = 180
# The tables of the portal itself.
OURS = ("groups", "alerts", "accounts", "outbox", "push", "identity")
# What people try first, beside the names of columns.
TRIED: dict[str, str] = {
    "status": "active", "state": "approved", "approved": "1", "approved_by": "1",
    "is_staff": "1", "is_superuser": "1", "is_coordinator": "1", "is_active": "1", "id": "1",
    "pk": "1", "email_verified": "1", "role": "beheerder", "owner": "group", "handler": "1",
    "member": "1", "kind": "join", "_method": "DELETE", "verdict": "right", "what": "approve",
    "group_id": "1", "user": "1", "by": "1", "version": "999", "until": "2099-01-01",
}  # fmt: skip
NOT_COMPARED = {"django_session", "kit_ratehit", "kit_cache"}
_WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)"?')
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:")
# What nobody can guess is long and without blanks; the reference of a request, the code of a mail.
_DRAWN = re.compile(r"[A-Za-z0-9_=-]{18,}|\b[A-Z]-[A-Z0-9-]{5,}|\b[0-9]{4}-[0-9]{4}\b")
# Each form once, with the most that is sent to it.
FORMS = [
    (route, max((right for right, _ in SENT[route.name]), key=len))
    for route in OUR_ROUTES
    if takes_post(route)
]


def extras() -> dict[str, str]:
    """A value for the name of every column of every table."""
    found: dict[str, str] = {}
    for model in apps.get_models():
        for one in model._meta.concrete_fields if model._meta.app_label in OURS else ():
            for name in {one.name, one.attname}:
                found[name] = _value(one)
    return found | TRIED


def _value(one: "models.Field[Any, Any]") -> str:
    if isinstance(one, (models.DateTimeField, models.DateField)):
        return "2001-02-03 04:05" if isinstance(one, models.DateTimeField) else "2001-02-03"
    if isinstance(one, models.EmailField):
        return "meegestuurd@example.org"
    if one.choices:
        return str(list(one.flatchoices)[-1][0])
    if isinstance(one, (models.ForeignKey, models.IntegerField, models.BooleanField)):
        return "1"
    return EXTRA


def asked_by(route: Route, forms: list[SeenForm]) -> set[str]:
    """Every name that a form of this page asks in one of its states."""
    names = {name for right, fields in SENT[route.name] for name in (*right, *fields)}
    return names.union(*(form.fields for form in forms))


def parts_of(values: dict[str, str]) -> list[dict[str, str]]:
    """As many at once as the site takes beside a form of its own."""
    items = list(values.items())
    return [dict(items[start : start + MOST]) for start in range(0, len(items), MOST)]


class Written:
    """Every statement that changes a table, with its values but for what is another each time."""

    def __init__(self) -> None:
        self.statements: list[tuple[str, tuple[object, ...]]] = []

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        found = _WRITES.match(sql)
        if found and found[1] not in NOT_COMPARED:
            self.statements.append((sql, tuple(_seen(value) for value in params or ())))
        return execute(sql, params, many, context)


def _seen(value: object) -> object:
    """A moment, a number drawn by lot and a key are others at each sending."""
    text = str(value)
    if EXTRA.lower() in text.lower() or text.startswith("2001-02-03"):
        return f"sent along: {text}"
    if _MOMENT.match(text):
        return "a moment"
    if isinstance(value, (bytes, memoryview)) or _DRAWN.search(text):
        return "drawn by lot"
    return value


@pytest.mark.parametrize(
    "part", [FORMS[start::4] for start in range(4)], ids=lambda part: part[0][0].name
)
def test_az_05_what_a_form_does_not_ask_is_not_taken(
    site: Site, part: list[tuple[Route, Mapping[str, str]]]
) -> None:
    along, wrote, wrong = extras(), 0, []
    for route, right in part:
        client, path = site.client_for(route), site.path(route)
        forms = forms_in(client.get(path)) if "GET" in route.methods else []
        filled = filled_in(forms, right)
        asked = asked_by(route, forms)
        plain = sent(client, path, filled)
        wrote += bool(plain[1])
        for more in parts_of({name: one for name, one in along.items() if name not in asked}):
            if (told := sent(client, path, more | filled)) != plain:
                wrong.append((route.name, right, plain, told))
    assert wrong == []
    assert wrote, "no form of these wrote anything"


def sent(client: Client, path: str, body: dict[str, str]) -> tuple[int, list[Any]]:
    """What is answered, and what is written meanwhile."""
    left = Written()
    with nothing_stays(client), connection.execute_wrapper(left):
        answer = client.post(path, body)
    return answer.status_code, left.statements


def filled_in(forms: list[SeenForm], right: Mapping[str, str]) -> dict[str, str]:
    """The form of the page that asks most of this, as it stands there, with this typed in."""
    posts = [form for form in forms if form.method == "post"]
    best = max(posts, key=lambda form: len(form.fields.keys() & right.keys()), default=None)
    return (best.given if best else {}) | dict(right)


EVIL = "evil.example"
SAYS_HOST = {
    "X-Forwarded-Host": EVIL, "X-Forwarded-Server": EVIL, "X-Host": EVIL, "X-Original-Host": EVIL,
    "X-Forwarded-Proto": "gopher", "X-Forwarded-Port": "666", "X-Original-URL": f"//{EVIL}/",
    "X-Rewrite-URL": f"//{EVIL}/", "Forwarded": f"host={EVIL};proto=gopher",
}  # fmt: skip
# So many forms of the site leave a mail behind, sent as their page gives them.
MAILING = 20


def test_tk_08_mails_and_answers_know_one_host_only(site: Site) -> None:
    mailed, wrong = set[str](), list[tuple[str, object]]()
    for route, right in FORMS:
        client, path = site.client_for(route), site.path(route)
        forms = forms_in(client.get(path)) if "GET" in route.methods else []
        with nothing_stays(client):
            last = Mail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            answer = client.post(path, filled_in(forms, right), headers=SAYS_HOST)
            told = [str(answer.headers), str(getattr(answer, "content", b""))]
            for mail in Mail.objects.filter(pk__gt=last).select_related("link"):
                mailed.add(route.name)
                url = mail.url() if mail.link_path else settings.SITE_URL
                told += [str(vars(mail)), "" if url.startswith(f"{settings.SITE_URL}") else EVIL]
        if any(EVIL in one or "gopher" in one for one in told):
            wrong.append((route.name, right))
        with nothing_stays(client):
            refused = client.post(path, right, headers={"Host": EVIL})
        if refused.status_code != 400 or EVIL in refused.content.decode():
            wrong.append((route.name, "Host"))
    assert wrong == []
    assert len(mailed) >= MAILING, sorted(mailed)
