"""What is offered while somebody types an address: public names, quickly, and nothing else."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.kit.models import RateHit
from dorst_portal.kit.ratelimit import Limit, hit
from groups.models import GroupStatus, Membership, OfficialAddress, Spelling, Street, WatchGroup
from groups.places.services.streets import add_street
from groups.places.views.suggestions import ASKED_PER_HOUR, HOUR
from groups.values.addresses import beginnings_of
from tests.groups.conftest import Village, log_in
from tests.groups.pages import at_most

pytestmark = pytest.mark.django_db


def offered(client: Client, typed: str, *, most: int = 4) -> list[dict[str, str]]:
    with at_most(most):
        answer = client.get(reverse("street_suggestions"), {"q": typed})
    assert answer.status_code == 200
    found: list[dict[str, str]] = json.loads(answer.content)
    return found


def labels(client: Client, typed: str) -> list[str]:
    return [line["label"] for line in offered(client, typed)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("sp", "Sparrenlaan"),
        ("spo", "Spoorstraat"),
        ("Spoor", "Spoorstraat"),
        ("SPOÓR", "Spoorstraat"),
        ("spoorstr", "Spoorstraat"),
        ("vliert", "De Vliert"),
        ("de vl", "De Vliert"),
        ("50 b", "Vijftig Bunderweg"),
        ("weth. v. d", "Wethouder van Dijklaan"),
        ("dijkl", "Wethouder van Dijklaan"),
        ("tilburg", "Oude Tilburgsebaan"),
        ("lys", "Lijsterbesstraat"),
        ("steen", "Steenoven"),
        ("st", "Steenoven"),
        # A slip of the finger.
        ("sporstraat", "Spoorstraat"),
        ("denenlaan", "Dennenlaan"),
    ],
)
def test_what_is_offered_first(client: Client, village: Village, typed: str, first: str) -> None:
    assert labels(client, typed)[0] == first


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("spoorst", {"value": "Spoorstraat ", "label": "Spoorstraat", "hint": ""}),
        ("spoorst 12a", {"value": "Spoorstraat 12a", "label": "Spoorstraat 12a", "hint": ""}),
        ("12 spoorst", {"value": "Spoorstraat 12", "label": "Spoorstraat 12", "hint": ""}),
        ("steenhov 3", {"value": "Steenoven 3", "label": "Steenoven 3", "hint": "buurtschap"}),
        ("n282", {"value": "Rijksweg ", "label": "Rijksweg", "hint": "N282"}),
        ("baarschot", {"value": "Baarschot ", "label": "Baarschot", "hint": ""}),
    ],
)
def test_a_line(client: Client, village: Village, typed: str, line: dict[str, str]) -> None:
    assert line in offered(client, typed)


def test_a_street_elsewhere_says_so(client: Client, village: Village) -> None:
    outside = Street.objects.filter(outside=True)[0]
    (line,) = [one for one in offered(client, outside.name) if one["label"] == outside.name]
    assert line["hint"] in ("niet in Dorst", outside.place)


def test_each_name_stands_once(client: Client, village: Village) -> None:
    for letter in "bdglmoprsvw":
        for second in "aeio":
            found = labels(client, letter + second)
            assert len(found) == len(set(found))
            assert len(found) <= 6


@pytest.mark.parametrize(
    "typed",
    ["", " ", "s", "12", "!!", "\u202e", "x" * 101, "Qxzzyk", "李小龙", "%", "_", "\u0007ab"],
)
def test_nothing_is_offered(client: Client, village: Village, typed: str) -> None:
    assert offered(client, typed) == []


def test_a_postcode_leads_to_its_streets(client: Client, village: Village) -> None:
    street = village.street("spoorstraat")
    OfficialAddress.objects.create(street=street, house_number=12, postcode="4849 AB")
    assert offered(client, "4849ab 12")[0]["value"] == "Spoorstraat 12"
    assert offered(client, "4849 AB")[0]["value"] == "Spoorstraat "
    assert offered(client, "4849 ZZ 12") == []


def test_only_public_names_are_told(
    client: Client,
    spoorstraat: WatchGroup,
    coordinator: User,
    make_member: Callable[..., Membership],
) -> None:
    """The same for everybody, whatever groups and members there are."""
    asked = ("spoor", "spoorstraat 12", "denn", "geheim", "els", "groep", "06")
    before = [offered(client, typed) for typed in asked]
    make_member(name="Geheim Lid", house_number=12)
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(
        name="Geheime groep", status=GroupStatus.STARTING
    )
    assert [offered(client, typed) for typed in asked] == before
    log_in(client, coordinator)
    assert [offered(client, typed, most=8) for typed in asked] == before
    names = set(Spelling.objects.values_list("text", flat=True)) | {"buurtschap", ""}
    names |= {one.name for one in Street.objects.all()} | {"niet in Dorst"}
    for lines in before:
        for line in lines:
            assert set(line) == {"value", "label", "hint"}
            assert line["hint"] in names
            assert line["label"].removesuffix(" 12") in names


def test_it_is_kept_by_the_browser_alone(client: Client, village: Village) -> None:
    answer = client.get(reverse("street_suggestions"), {"q": "spoor"})
    assert answer["Cache-Control"] == "private, max-age=3600"
    assert answer["Content-Type"] == "application/json"


def test_asking_is_limited_kindly(client: Client, village: Village) -> None:
    for _ in range(ASKED_PER_HOUR // 500):
        offered(client, "spoor")
    limit = Limit("suggestions", "127.0.0.1", ASKED_PER_HOUR, HOUR)
    RateHit.objects.filter(key=limit.stored_key).update(hits=ASKED_PER_HOUR)
    assert hit([limit], now=timezone.now()) is not None
    refused = client.get(reverse("street_suggestions"), {"q": "spoor"})
    assert (refused.status_code, refused.content) == (429, b"[]")
    assert refused["Retry-After"] == str(HOUR)
    # Asking for nothing is not counted, and the finder has a count of its own.
    assert client.get(reverse("street_suggestions"), {"q": ""}).status_code == 200
    assert client.get("/zoek/", {"straat": "Spoorstraat 12"}).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_reading(client: Client, db: None, method: str) -> None:
    assert getattr(client, method)(reverse("street_suggestions")).status_code == 405


def test_many_streets_are_looked_up_by_their_index(client: Client, village: Village) -> None:
    for number in range(60):
        add_street(f"Voorbeeld{number:02}hof", area="Dorst")
    assert len(offered(client, "voorbeeld")) == 6
    assert labels(client, "voorbeeld33") == ["Voorbeeld33hof"]
    assert len(offered(client, "beeld", most=4)) == 6


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("Spoor", ["spoor"]),
        ("Spoorstr", ["spoorstr", "spoorstraat"]),
        ("St", ["st", "sint"]),
        ("Weth. v. D", ["wethoudervand"]),
        ("de", ["de"]),
        ("", []),
        ("'t E", ["e"]),
        ("ry", ["rij"]),
    ],
)
def test_the_keys_with_which_a_name_may_begin(typed: str, keys: list[str]) -> None:
    assert beginnings_of(typed) == keys
