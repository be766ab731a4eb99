"""Where a request ends, the web server lets nobody doubt: what could be two is refused (HD-10)."""

import re
import socket
from contextlib import suppress
from http.client import HTTPConnection

import pytest

from tests.races.processes import MakeSite, RealSite

PLAIN = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
STATUS = re.compile(rb"HTTP/1\.1 \d{3} ").match
ODD = {
    "length and chunks": b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks that are none": b"Transfer-Encoding: xchunked\r\nContent-Length: 0\r\n\r\n",
    "chunks twice": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    "a blank before the colon": b"Content-Length : 0\r\n\r\n",
    "two lengths": b"Content-Length: 0\r\nContent-Length: 44\r\n\r\n",
    "a length with a sign": b"Content-Length: +0\r\n\r\n",
    "a header of two lines": b"X-A: b\r\n Content-Length: 0\r\n\r\n",
    "a line end alone": b"X-A: b\rContent-Length: 0\r\n\r\n",
    "a chunk without a number": b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
}


@pytest.fixture
def web(make_real_site: MakeSite) -> RealSite:
    site = make_real_site()
    site.start_web(workers=1)
    return site


def told(port: int, request: bytes) -> list[int]:
    """The status of each answer to what was sent, until the server ends the connection."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(request)
        with suppress(ConnectionError):
            while part := connection.recv(65536):
                answer += part
    return [int(line.split()[1]) for line in answer.split(b"\r\n") if STATUS(line)]


def test_what_could_be_two_requests_is_refused_and_ends_the_connection(web: RealSite) -> None:
    honest = HTTPConnection("127.0.0.1", web.port, timeout=5)
    for _ in range(2):  # over one connection, which stays open between them
        honest.request("GET", "/healthz", headers={"Host": "localhost"})
        assert honest.getresponse().read() == b"ok\n"
    begun = b"POST /meedoen/ HTTP/1.1\r\nHost: localhost\r\n"
    for name, odd in ODD.items():
        answers = told(web.port, begun + odd + PLAIN)
        assert len(answers) == 1, (name, answers)
        assert answers[0] in (400, 403, 501), (name, answers)
    assert web.answers()
