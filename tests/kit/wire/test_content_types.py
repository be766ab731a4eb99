"""What an answer is, it says itself, with the signs it is written in: no browser has to guess."""

import pytest
from django.test import Client

from dorst_portal.kit.routes import routes

UTF_8 = "charset=utf-8"


@pytest.mark.django_db
def test_every_answer_with_a_body_says_what_it_is() -> None:
    client = Client(raise_request_exception=False)
    seen = set()
    for route in routes():
        if set("<>()[]?") & set(route.path):
            continue
        response = client.get(route.path)
        if not response.content:
            assert response.status_code in (301, 302, 304), route
            continue
        kind, _, rest = response.headers["Content-Type"].partition(";")
        seen.add(kind)
        if kind.startswith("text/") or kind.endswith("+xml"):
            assert rest.strip().lower() == UTF_8, route
        if kind == "text/html":
            assert response.content.lstrip().lower().startswith(b"<!doctype html"), route
    assert seen >= {"text/html", "text/plain", "application/json"}
