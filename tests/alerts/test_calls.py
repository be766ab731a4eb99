"""Which addresses may be called, and that nobody is led anywhere else: EX-11."""

import logging
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from alerts.wire import telegram, webhooks
from alerts.wire.results import Outcome
from dorst_portal.kit.wire import calls
from dorst_portal.kit.wire.addresses import is_open, wrong_with
from tests.alerts.connections.chat_server import TOKEN, ChatServer, chat_server, says
from tests.outbox.servers import free_port


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with chat_server() as running:
        yield running


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
        "2002:7f00:1::", "2001:0:1::1", "2001:db8::1",
    ],
)  # fmt: skip
def test_ex_11_what_is_no_open_internet(address: str) -> None:
    assert not is_open(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2a02:898:0:20::1", "::ffff:93.184.215.14"])
def test_what_is_open_internet(address: str) -> None:
    assert is_open(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hook", "ftp://example.org/", "https://", "example.org", "//example.org",
        "https://localhost/", "https://127.0.0.1/", "https://127.1/", "https://2130706433/",
        "https://0x7f000001/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://10.0.0.1/",
        "https://nas/", "https://nas.local/", "https://x.internal/", "https://a.localhost./",
        "https://user:secret@example.org/", "https://example.org:0/", "https://example.org:99999/",
        "https://exa mple.org/", "https://[::1/", "javascript:alert(1)", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_ex_11_an_address_that_may_not_be_called_is_refused_when_it_is_typed(url: str) -> None:
    assert wrong_with(url)


@pytest.mark.parametrize(
    "url", ["https://example.org/hook?key=1", "https://bücher.example:8443/", "https://1.1.1.1/x"]
)
def test_others_may_be_typed(url: str) -> None:
    assert not wrong_with(url)


def test_ex_11_a_name_that_leads_inside_is_not_connected_to(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch, now: Any
) -> None:
    """Also when only one of its numbers is inside, and when it was outside a moment ago: what was
    looked at is what is connected to.
    """
    found = [["93.184.215.14", "127.0.0.1"], ["169.254.169.254"], ["::ffff:127.0.0.1"]]

    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        return [(0, 0, 0, "", (number, port)) for number in found[0]]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    while found:
        url, secret = f"https://hook.example.org:{server.port}/", "whsec_" + "YWJj" * 8
        result = webhooks.send(url, secret, message_id="msg_1", body=b"{}", now=now)
        assert (result.outcome, result.broken) == (Outcome.FAILED, "private")
        found.pop(0)
    assert not server.calls


def test_ex_11_a_redirect_leads_nowhere(server: ChatServer) -> None:
    with chat_server() as inside:
        server.then(says(307, Location=f"{inside.url}/secret"))
        answer = calls.post(f"{server.url}/a", content=b"{}", headers={}, open_only=False)
        assert (answer.status, inside.calls) == (307, [])


def test_what_did_not_leave_is_told_from_what_did(server: ChatServer) -> None:
    with pytest.raises(calls.NotSent):
        calls.post(f"http://127.0.0.1:{free_port()}/", content=b"", headers={}, open_only=False)
    for url in ("https://", "https://does-not-exist.invalid/", "http://\u2603.example/"):
        with pytest.raises(calls.NotSent):
            calls.post(url, content=b"", headers={}, open_only=False)
    # A plain server that is spoken to in TLS never gets the request.
    with pytest.raises(calls.NotSent):
        calls.post(f"https://127.0.0.1:{server.port}/", content=b"", headers={}, open_only=False)
    assert not server.calls


def test_the_token_of_the_bot_stands_in_no_log(
    server: ChatServer, settings: Any, caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    settings.TELEGRAM_API_URL, settings.TELEGRAM_BOT_TOKEN = server.url, TOKEN
    caplog.set_level(logging.DEBUG)
    assert telegram.send_message(-1, "x").outcome == Outcome.DONE
    settings.TELEGRAM_API_URL = f"http://127.0.0.1:{free_port()}"
    assert telegram.send_message(-1, "x").outcome == Outcome.LATER
    out = capsys.readouterr()
    assert TOKEN not in caplog.text + out.out + out.err
