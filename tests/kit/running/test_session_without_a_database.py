"""CF-10: a session that cannot be written since the database went away."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.exception import convert_exception_to_response
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

pytestmark = pytest.mark.django_db


def changes_the_session(request: HttpRequest) -> HttpResponse:
    request.session["seen"] = True
    return HttpResponse("seen")


def asked(session: SessionStore) -> Any:
    """What somebody with this session gets from a page that writes in it."""
    request = RequestFactory().get("/beheer/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = session.session_key
    return convert_exception_to_response(SessionMiddleware(changes_the_session))(request)


def away(execute: Any, sql: str, *rest: Any) -> Any:
    if sql.startswith("UPDATE"):
        raise OperationalError("server closed the connection unexpectedly")
    return execute(sql, *rest)


def test_cf_10_who_is_logged_in_is_asked_to_try_again_and_not_told_of_a_mistake() -> None:
    session = SessionStore()
    session["seen"] = False
    session.create()
    assert asked(session).status_code == 200
    with connection.execute_wrapper(away):
        answer = asked(session)
    assert answer.status_code == 503
    assert "Er is een storing" in answer.content.decode()


def test_a_session_that_somebody_ended_meanwhile_is_still_a_400() -> None:
    session = SessionStore()
    session.create()
    request = RequestFactory().get("/beheer/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = session.session_key

    def ends(request: HttpRequest) -> HttpResponse:
        request.session["seen"] = True
        SessionStore(session.session_key).delete()
        return HttpResponse("seen")

    answer = convert_exception_to_response(SessionMiddleware(ends))(request)
    assert answer.status_code == 400
