"""No way in asks the cache anything: it may be a Redis that is gone, or one that never answers."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.test import Client
from pytest_django import Settings

from dorst_portal.accounts.models import User
from tests.accounts.conftest import app_code, enrol, is_logged_in, mailed_code
from tests.accounts.test_what_a_session_holds import WAYS

pytestmark = pytest.mark.django_db


class NobodyAsks(BaseCache):
    """A cache that is out of order."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def __getattribute__(self, name: str) -> Any:
        if name in {"add", "get", "set", "touch", "delete", "incr", "get_many", "set_many"}:
            raise ConnectionError(f"the cache was asked to {name}")
        return super().__getattribute__(name)


@pytest.fixture(autouse=True)
def no_cache(settings: Settings) -> None:
    settings.CACHES = {"default": {"BACKEND": f"{__name__}.{NobodyAsks.__name__}"}}


def test_the_cache_of_these_tests_is_out_of_order() -> None:
    with pytest.raises(ConnectionError):
        cache.add("anything", 1)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_every_way_in_works_without_a_cache(client: Client, beheerder: User, way: Any) -> None:
    for _step in way(client, beheerder.email):
        pass
    assert is_logged_in(client)


def test_the_code_of_the_app_works_without_a_cache_and_once(coordinator: User) -> None:
    enrol(coordinator)
    code, clients = app_code(), (Client(), Client())
    for client in clients:
        client.post("/inloggen/", {"email": coordinator.email})
        client.post("/inloggen/code/", {"code": mailed_code(coordinator.email)})
        client.post("/inloggen/tweede-stap/", {"code": code})
    assert [is_logged_in(client) for client in clients] == [True, False]


def test_the_code_of_the_app_is_used_up_by_a_fresh_log_in_too(
    client: Client, coordinator: User
) -> None:
    enrol(coordinator)
    code = app_code()
    client.post("/inloggen/", {"email": coordinator.email})
    client.post("/inloggen/code/", {"code": mailed_code(coordinator.email)})
    client.post("/inloggen/tweede-stap/", {"code": code})
    assert "Deze code klopt niet." in client.post("/inloggen/opnieuw/", {"code": code}).text
