"""`manage.py routes --json`: every URL with its name, methods and audience."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.urls("tests.kit.wire_urls")


@pytest.fixture
def listed() -> dict[str, dict[str, object]]:
    out = StringIO()
    call_command("routes", "--json", stdout=out)
    return {route["name"]: route for route in json.loads(out.getvalue())}


def test_a_route_tells_path_name_methods_and_audience(listed: dict[str, object]) -> None:
    assert listed["only_post"] == {
        "path": "/only-post/",
        "name": "only_post",
        "methods": ["POST"],
        "audience": "public",
    }


def test_values_in_a_path_stay_placeholders(listed: dict[str, dict[str, object]]) -> None:
    assert listed["link_page"]["path"] == "/link/<str:token>/"
    assert listed["link_page"]["audience"] == "link"


def test_methods_are_read_from_decorators_and_classes(
    listed: dict[str, dict[str, object]],
) -> None:
    assert listed["healthz"]["methods"] == ["GET", "HEAD"]
    assert listed["user_page"]["methods"] == ["GET", "HEAD"]
    assert listed["class_page"]["methods"] == ["GET", "HEAD"]
    assert "DELETE" in listed["public_page"]["methods"]


def test_the_admin_counts_as_superuser(listed: dict[str, dict[str, object]]) -> None:
    admin = {str(one["audience"]) for name, one in listed.items() if name.startswith("admin:")}
    assert admin == {"superuser"}


def test_people_can_read_the_list_too() -> None:
    out = StringIO()
    call_command("routes", stdout=out)
    assert "public       /public/" in out.getvalue()
