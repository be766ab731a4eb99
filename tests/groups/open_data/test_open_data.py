"""The open data: what is in them, that they are what they say, and how they go out."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from dorst_portal.accounts.models import User
from dorst_portal.kit.routes import routes
from groups.models import CoverageRule, GroupStatus, Membership, Street, WatchGroup
from groups.open_data.pages import lists
from tests.groups.conftest import Village
from tests.groups.pages import at_most
from tests.groups.rules import add_rule

pytestmark = pytest.mark.django_db

GROUPS, STREETS = "/open/v1/groepen.json", "/open/v1/straten.json"
COVERAGE, DESCRIPTION = "/open/v1/dekking.json", "/open/v1/openapi.json"
LISTS = {GROUPS: "Groups", STREETS: "Streets", COVERAGE: "Coverage"}
ROWS = {GROUPS: "groups", STREETS: "streets", COVERAGE: "coverage"}


def read(client: Client, path: str, **asked: object) -> Any:
    answer = client.get(path, asked)
    assert answer.status_code == 200
    return answer.json()


def rows(client: Client, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read(client, path)[ROWS[path]]
    return found


def one(client: Client, path: str, slug: str) -> dict[str, Any]:
    return next(row for row in rows(client, path) if row["slug"] == slug)


# --- What is in them -----------------------------------------------------------------------------


def test_a_group_is_what_its_public_page_says(
    client: Client, spoorstraat: WatchGroup, make_member: Callable[..., Membership]
) -> None:
    for number in range(14):
        make_member(mobile=f"+316000010{number:02}")
    assert one(client, GROUPS, "spoorstraat") == {
        "slug": "spoorstraat",
        "name": "Spoorstraat",
        "app": spoorstraat.app,
        "area": spoorstraat.area,
        "url": "http://localhost:8000/groep/spoorstraat/",
        "state": "open",
        "members_about": 10,
        "streets": sorted(
            CoverageRule.objects.filter(group=spoorstraat).values_list("street__slug", flat=True)
        ),
    }
    assert b"ongeveer 10" in client.get("/groep/spoorstraat/").content


@pytest.mark.parametrize("members", [0, 4, 9])
def test_of_a_small_group_no_number_is_told(
    client: Client, village: Village, make_member: Callable[..., Membership], members: int
) -> None:
    for number in range(members):
        make_member(mobile=f"+316000010{number:02}")
    assert one(client, GROUPS, "spoorstraat")["members_about"] is None


def test_a_group_is_full_by_its_members_and_paused_whatever_they_are(
    client: Client, spoorstraat: WatchGroup, member: Membership
) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(capacity=1)
    assert one(client, GROUPS, "spoorstraat")["state"] == "full"
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(status=GroupStatus.PAUSED)
    assert one(client, GROUPS, "spoorstraat")["state"] == "paused"


@pytest.mark.parametrize("status", [GroupStatus.STARTING, GroupStatus.ARCHIVED])
def test_a_group_that_nobody_may_see_is_in_none_of_the_lists(
    client: Client, spoorstraat: WatchGroup, status: str
) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(status=status, name="Geheim")
    assert one(client, STREETS, "spoorstraat")["groups"] == []
    for path in LISTS:
        text = client.get(path).content.decode()
        assert "Geheim" not in text
        assert '"group":"spoorstraat"' not in text


def test_nothing_of_a_person_or_a_way_into_the_chat_is_in_them(
    client: Client, spoorstraat: WatchGroup, member: Membership, own_beheerder: User
) -> None:
    """PF-13"""
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(
        invite_link_encrypted="geheim", invite_link_set_at=member.since, pause_reason="geheim"
    )
    secret = (member.name, member.mobile, own_beheerder.email, "geheim", "chat.whatsapp", "@")
    for path in (*LISTS, DESCRIPTION):
        text = client.get(path).content.decode()
        assert not [word for word in secret if word in text], path


def test_streets_outside_stay_out_with_their_rules(
    client: Client, spoorstraat: WatchGroup, now: Any
) -> None:
    street = Street.objects.create(name="Buiten", slug="buiten", area="Elders", outside=True)
    add_rule(street, spoorstraat, now=now)
    for path in LISTS:
        assert '"buiten"' not in client.get(path).content.decode()


def test_coverage_is_every_rule_in_force_and_no_other(client: Client, village: Village) -> None:
    ended = CoverageRule.objects.filter(street__slug="spoorstraat")
    assert ended.update(ended_at=ended[0].created_at)
    rule = {"street": village.street("spoorstraat"), "group": village.group("seters")}
    CoverageRule.objects.create(**rule, first_number=3, last_number=9, side="odd")
    found = rows(client, COVERAGE)
    assert [row for row in found if row["street"] == "spoorstraat"] == [
        {"street": "spoorstraat", "from": 3, "to": 9, "side": "odd", "group": "seters"}
    ]
    whole = next(row for row in found if row["side"] == "both" and row["from"] == 1)
    assert whole["to"] is None


def test_the_lists_fit_together(client: Client, village: Village) -> None:
    groups = {row["slug"]: set(row["streets"]) for row in rows(client, GROUPS)}
    streets = {row["slug"]: set(row["groups"]) for row in rows(client, STREETS)}
    coverage = {(row["street"], row["group"]) for row in rows(client, COVERAGE)}
    assert {(street, group) for group, its in groups.items() for street in its} == coverage
    assert {(street, group) for street, its in streets.items() for group in its} == coverage
    assert len(groups) == 17


# --- Parts of a list -----------------------------------------------------------------------------


@pytest.mark.parametrize("path", LISTS)
def test_a_list_in_small_parts_is_the_list(client: Client, village: Village, path: str) -> None:
    whole, parts = rows(client, path), []
    answer = read(client, path, limit=7)
    while answer["next"]:
        parts += answer[ROWS[path]]
        assert answer["next"].startswith(f"http://localhost:8000{path}?after=")
        answer = client.get(answer["next"].removeprefix("http://localhost:8000")).json()
    assert parts + answer[ROWS[path]] == whole


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    ("asked", "error"),
    [
        *(({"limit": limit}, "bad_limit") for limit in ("0", "1001", "-1", "x", "", "1" * 30)),
        *(({"after": after}, "bad_after") for after in ("é", "a b", "' OR 1", "x" * 200)),
    ],
)
def test_a_wrong_question_gets_an_error_for_programs(
    client: Client, path: str, asked: Mapping[str, str], error: str
) -> None:
    answer = client.get(path, asked)
    assert answer.status_code == 400
    assert answer.json()["error"] == error
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    check(answer.json(), "Error", client)


def test_a_host_that_a_request_says_stands_nowhere(client: Client, village: Village) -> None:
    answer = client.get(GROUPS, {"limit": 1}, headers={"X-Forwarded-Host": "evil.example"})
    assert b"evil" not in answer.content


# --- The description -----------------------------------------------------------------------------


def check(document: Any, name: str, client: Client) -> None:
    """Fails where the document is not exactly what its schema says."""
    described = client.get(DESCRIPTION).json()
    whole = Resource.from_contents(described, default_specification=DRAFT202012)
    schema = {"$ref": f"urn:open#/components/schemas/{name}"}
    registry = Registry().with_resource("urn:open", whole)
    checks = Draft202012Validator.FORMAT_CHECKER
    Draft202012Validator(schema, registry=registry, format_checker=checks).validate(document)


def test_the_description_is_openapi_and_names_every_list(client: Client) -> None:
    described = client.get(DESCRIPTION).json()
    validate(described)
    assert described["openapi"].startswith("3.1")
    given_out = {route.path for route in routes() if route.path.startswith("/open/v1/")}
    assert set(described["paths"]) | {DESCRIPTION} == given_out


def test_every_object_in_the_description_is_closed_and_whole(client: Client) -> None:
    schemas = client.get(DESCRIPTION).json()["components"]["schemas"]
    for name, schema in schemas.items():
        assert schema["additionalProperties"] is False, name
        assert set(schema["required"]) == set(schema["properties"]), name


@pytest.mark.parametrize("path", LISTS)
def test_answers_are_what_the_description_says(client: Client, village: Village, path: str) -> None:
    WatchGroup.objects.filter(slug="seters").update(status=GroupStatus.PAUSED, capacity=1)
    for asked in ({}, {"limit": 1}):
        check(read(client, path, **asked), LISTS[path], client)


@pytest.mark.parametrize("path", LISTS)
def test_answers_of_an_empty_village_too(client: Client, path: str) -> None:
    document = read(client, path)
    assert document[ROWS[path]] == []
    check(document, LISTS[path], client)


# --- How they go out -----------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*LISTS, DESCRIPTION])
def test_hd_09_every_origin_may_read_them_without_credentials(client: Client, path: str) -> None:
    answer = client.get(path, headers={"Origin": "https://evil.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert set(answer.headers["Cache-Control"].split(", ")) == {"public", "max-age=300"}
    assert not answer.cookies
    asks_first = client.options(path, headers={"Origin": "https://evil.example"})
    assert (asks_first.status_code, asks_first.content) == (204, b"")
    assert asks_first.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", [*LISTS, DESCRIPTION])
def test_who_has_the_answer_already_gets_304_until_it_changes(
    client: Client, village: Village, path: str
) -> None:
    etag = client.get(path).headers["ETag"]
    again = client.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == etag
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    if path != DESCRIPTION:
        CoverageRule.objects.filter(street__slug="spoorstraat").delete()
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_who_is_logged_in_gets_the_same(
    client: Client, own_beheerder: User, log_in: Callable[[Client, User], Client]
) -> None:
    stranger = Client().get(GROUPS).content
    answer = log_in(client, own_beheerder).get(GROUPS)
    assert answer.content == stranger
    assert "public" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(("path", "most"), [(GROUPS, 2), (STREETS, 2), (COVERAGE, 1)])
def test_a_list_takes_as_many_statements_for_all_as_for_one(
    client: Client, village: Village, path: str, most: int
) -> None:
    for limit in (1, lists.MOST):
        with at_most(most):
            client.get(path, {"limit": limit})


def test_the_page_that_explains_them_leads_to_all_of_them(client: Client) -> None:
    with at_most(0):
        page = client.get("/open-data/").content.decode()
    for path in (*LISTS, DESCRIPTION):
        assert f'href="{path}"' in page
    assert "CC0" in page
    assert 'href="/open-data/"' in client.get("/over/").content.decode()
