"""What no page can mean is refused in Dutch, never with a 5xx, on both databases (PF-08)."""

import logging
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client, RequestFactory

from dorst_portal.kit.door import utf8_only
from tests.kit import wire_urls

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kit.wire_urls")]

QUERIES = [
    "q=%00", "q=a%00b", "%00=1", "q=%C0%80", "q=%ED%A0%80", "q=%FF%FE", "_connector=x",
    "page=1" + "0" * 30, "page=-1", "ordering=x;", "id=1&id=2", "q={{7*7}}", "q={0.__class__}",
    "q=%25(x)s", "q=%0d%0aSet-Cookie:x=1", "q=../../etc/passwd",
    "&".join(f"a{n}=1" for n in range(1001)), "q=" + "x" * 8000,
]  # fmt: skip


@pytest.fixture
def asker() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("query", QUERIES)
def test_pf_08_no_query_breaks_a_page(asker: Client, query: str) -> None:
    response = asker.get(f"/form/?{query}")
    assert response.status_code in (200, 400, 413)
    assert "Traceback" not in response.content.decode()
    assert asker.get("/form/?q=gewoon").status_code == 200


@pytest.mark.parametrize("path", ["/%00/", "/link/a%00b/", "/link/%C0%80/", "/link/%FF/"])
def test_pf_08_no_path_breaks_a_page(asker: Client, path: str) -> None:
    assert asker.get(path).status_code in (200, 400, 404)


def test_pf_08_a_nul_is_refused_before_a_database_sees_it(asker: Client) -> None:
    response = asker.get("/form/?q=%00")
    assert response.status_code == 400
    assert "Dit konden we niet lezen" in response.content.decode()
    assert asker.get("/link/a%00b/").status_code == 400


@pytest.mark.parametrize("charset", ["utf-16", "latin-1", "nonsense", '"x'])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_pf_08_a_wrong_charset_is_refused(asker: Client, kind: str, charset: str) -> None:
    said = f"{kind}; boundary=x; charset={charset}"
    sent = asker.generic("POST", "/form/", b"name=Jan", content_type=said)
    asked = asker.get("/form/?q=1", CONTENT_TYPE=said)
    assert (sent.status_code, asked.status_code) == (400, 400)


@pytest.mark.parametrize(
    "charset",
    ["= hex", "=rot13", " = base64", "=undefined", '="hex"', "=utf-8x", "*=utf-8''hex"],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_pf_08_a_charset_that_breaks_django_itself_is_refused(method: str, charset: str) -> None:
    said = f"application/x-www-form-urlencoded; Charset{charset}"
    environ = RequestFactory().generic(method, "/form/?q=1").environ | {"CONTENT_TYPE": said}
    answered: list[str] = []
    door = utf8_only(get_wsgi_application())
    page = b"".join(door(environ, lambda status, headers, *_: answered.append(status)))
    assert answered == ["400 Bad Request"]
    assert "Dit konden we niet lezen" in page.decode()


@pytest.mark.parametrize(
    "said", ["text/plain", "", "text/html; charset=UTF-8", 'x/y; charset="utf8"; boundary=charset']
)
def test_other_content_types_stay_as_they_are(said: str) -> None:
    seen: list[str] = []

    def application(environ: dict[str, Any], start_response: object) -> list[bytes]:
        seen.append(environ["CONTENT_TYPE"])
        return []

    utf8_only(application)({"CONTENT_TYPE": said}, print)
    assert seen == [said]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"name=" + b"x" * 3_000_000),
        ("application/x-www-form-urlencoded", b"name=" + b"x" * 10_000_000),
        ("multipart/form-data; boundary=x", b"--x\r\n" + b"x" * 3_000_000),
        ("application/json", b"[" * 3_000_000),
    ],
)
def test_pf_08_a_big_body_is_refused_unread(asker: Client, kind: str, body: bytes) -> None:
    response = asker.post("/form/", body, content_type=kind)
    assert response.status_code == 413
    assert "Dit is te veel" in response.content.decode()
    assert response.wsgi_request._read_started is False


def test_pf_08_a_thousand_and_one_fields_are_refused(asker: Client) -> None:
    response = asker.post("/form/", {f"field{n}": "1" for n in range(1001)})
    assert response.status_code == 413
    assert "Dit is te veel" in response.content.decode()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"a"),
        ("multipart/form-data; boundary=" + "x" * 300, b""),
        ("application/json", b'{"name": "Jan"}'),
        ("text/plain", b"\xff\xfe\x00"),
        ("", b"\x00"),
    ],
)  # fmt: skip
def test_pf_08_a_broken_body_is_refused_or_empty(asker: Client, kind: str, body: bytes) -> None:
    wire_urls.posted.clear()
    assert asker.post("/form/", body, content_type=kind).status_code in (200, 400)
    assert wire_urls.posted == []


@pytest.mark.parametrize("length", ["abc", "-5", "1e9", "9" * 30, "١٢"])
def test_pf_08_a_strange_length_is_refused(asker: Client, length: str) -> None:
    response = asker.post("/form/", {"name": "Jan"}, CONTENT_LENGTH=length)
    assert response.status_code in (400, 413)


def test_a_value_that_the_database_cannot_hold_is_no_5xx(
    asker: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        response = asker.get("/bad-value/")
    assert response.status_code == 400
    assert "bad_value" in caplog.text


def test_lg_07_a_5xx_tells_its_number_and_nothing_else(asker: Client) -> None:
    response = asker.get("/fails/")
    page = response.content.decode()
    assert response.status_code == 500
    assert response.headers["X-Request-ID"] in page
    assert "storing" in page
    assert "Jansen" not in page
    assert "RuntimeError" not in page


def test_a_405_is_a_page_that_says_what_works(asker: Client) -> None:
    response = asker.get("/only-post/")
    assert response.headers["Allow"] == "POST"
    assert "Dit kan hier niet" in response.content.decode()


def test_a_403_tells_the_reason_of_our_own_code(asker: Client) -> None:
    assert "Benoem eerst iemand." in asker.get("/forbidden/").content.decode()
