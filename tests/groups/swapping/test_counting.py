"""AZ-03: who counts through the numbers of rows finds nothing of another group; what is there and
what never was give the same answer. `COUNTED=5000` counts so far.

The rows of the first group have numbers below 5,000 and those of the second above it, so that the
second one's beheerder counts through everything of the first.
"""

import os
import re
import secrets

import pytest

from dorst_portal.kit.routes import Route, routes
from tests.groups.swapping.actors import Actor, World
from tests.groups.swapping.crawl import nothing_stays
from tests.groups.swapping.swaps import send, told_of
from tests.groups.swapping.world import Owned

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TOKENS = 15
COUNTED = int(os.environ.get("COUNTED", "4"))
NEVER = "987654321"
# Of everybody who runs a group, whatever its number: a bulletin that both groups got.
FOR_EVERYBODY = {"bulletin_share", "bulletin_shared", "bulletin_unshared"}
WORDS = {"code": "chat", "form": "csv", "kind": "telegram", "key": "leden"}


def numbered() -> list[Route]:
    """The pages with the number of a row in their address."""
    return [
        one for one in routes()
        if "<int:" in one.path and one.audience in ("user", "coordinator", "link")
    ]  # fmt: skip


def path_of(route: Route, number: str, *, slug: str) -> str:
    path = re.sub(r"<int:\w+>", number, route.path)
    for name, value in (WORDS | {"slug": slug}).items():
        path = re.sub(rf"<\w+:{name}>", value, path)
    assert "<" not in path, path
    return path


def answered(actor: Actor, method: str, path: str) -> tuple[object, ...]:
    with nothing_stays(actor.client):
        answer = send(actor, method, path, {})
        assert answer.status_code < 500, path
        return told_of(answer, path)


def test_az_03_counting_finds_nothing(world: World) -> None:
    """Below the own group and below the other one."""
    (other,) = [actor for actor in world.actors if actor.name == "A5 beheerder"]
    hits, asked = [], 0
    highest = max(max(rows, default=0) for rows in _numbers(world.alfa.owned))
    for route in numbered():
        if route.name in FOR_EVERYBODY:
            continue
        for method in {"GET", "POST"} & set(route.methods):
            for slug in ("dennenlaan", "spoorstraat") if "slug" in route.path else ("",):
                never = answered(other, method, path_of(route, NEVER, slug=slug))
                for number in range(1, max(COUNTED, 1) + 1):
                    asked += 1
                    path = path_of(route, str(number), slug=slug)
                    if answered(other, method, path) != never:
                        hits.append(f"{method} {path}")
    assert hits == []
    assert asked > 100 * COUNTED
    assert highest < 5000


def test_az_03_drawing_tokens_by_lot_finds_nothing(world: World) -> None:
    """Of links that are there, with another signature, as of links that never were."""
    stranger = world.actors[0]
    asked = 0
    for route in routes():
        if "<path:token>" not in route.path and "<str:token>" not in route.path:
            continue
        for method in {"GET", "POST"} & set(route.methods):
            never = answered(stranger, method, _with_token(route, NEVER))
            for number in range(1, TOKENS + 1):
                asked += 1
                path = _with_token(route, str(number))
                assert answered(stranger, method, path) == never, path
    assert asked > 8 * TOKENS


def _with_token(route: Route, number: str) -> str:
    return re.sub(r"<\w+:token>", f"{number}-{secrets.token_urlsafe(16)}", route.path)


def _numbers(owned: Owned) -> list[list[int]]:
    return [[pk for pk in rows if isinstance(pk, int)] for rows in owned.values()]
