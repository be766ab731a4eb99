"""The proxy's own answers, asked of a real Caddy on loopback (left out where there is none)."""

import http.client
import os
import re
import shutil
import ssl
import subprocess
import warnings
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import create_connection
from threading import Thread

import pytest

from dorst_portal.settings import PERMISSIONS_POLICY, UPLOAD_PATHS
from tests.outbox.servers import free_port
from tests.races.processes import wait_until

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store, private",
}
YEAR = "max-age=31536000"
CADDY = shutil.which("caddy")
# An address of each page that takes a file (UPLOAD_PATHS): the proxy lets through what they take.
TAKE_FILES = [
    "/platform/adressen/",
    "/platform/leden/overnemen/",
    "/platform/dorp/logo/",
    "/beheer/groep/voorbeeld/leden/overnemen/",
    "/beheer/melding/17/foto/",
]


class Web(BaseHTTPRequestHandler):
    """Stands for the portal: reads what it is sent and says hello."""

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("X-Frame-Options", "SAMEORIGIN")
        self.end_headers()
        self.wfile.write(b"hallo")

    do_POST = do_GET

    def log_message(self, *args: object) -> None:
        return


class Proxy:
    def __init__(self, port: int, plain_port: int) -> None:
        self._port = port
        self._plain_port = plain_port
        self._trusting = ssl.create_default_context()
        self._trusting.check_hostname = False
        self._trusting.verify_mode = ssl.CERT_NONE  # the certificate is Caddy's own

    def ask(
        self, path: str, *, body: bytes | None = None, length: int = 0
    ) -> tuple[int, Message, str]:
        """With a `length`: only says how much would come, and reads what it is told."""
        connection = http.client.HTTPSConnection(
            "localhost", self._port, timeout=20, context=self._trusting
        )
        with closing(connection):
            headers = {"Content-Length": str(length)} if length else {}
            connection.request("POST" if body or length else "GET", path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()

    def ask_plainly(self, path: str) -> tuple[int, str]:
        """Over http: the status, and where that leads."""
        connection = http.client.HTTPConnection("localhost", self._plain_port, timeout=20)
        with closing(connection):
            connection.request("GET", path, headers={"Host": "portal.example.org"})
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Location", "")

    def agrees_on(self, version: ssl.TLSVersion, ciphers: str) -> str:
        """The cipher suite that both agree on for this version of TLS; nothing when on none."""
        offers = ssl.create_default_context()
        offers.check_hostname = False
        offers.verify_mode = ssl.CERT_NONE
        offers.set_ciphers(ciphers)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # that is what is tried
            offers.minimum_version = offers.maximum_version = version
        with (
            suppress(ssl.SSLError, ConnectionError),
            create_connection(("localhost", self._port), timeout=20) as plain,
            offers.wrap_socket(plain, server_hostname="localhost") as safe,
        ):
            return str((safe.cipher() or [""])[0])
        return ""

    def answers(self) -> bool:
        with suppress(OSError):
            return self.ask("/")[0] > 0
        return False


@contextmanager
def proxy(folder: Path, web: int, settings: Mapping[str, str]) -> Iterator[Proxy]:
    """Caddy with the file of this repository, and a certificate of its own."""
    if CADDY is None:
        pytest.skip("left out: caddy is not here")
    text = (ROOT / "deploy" / "Caddyfile").read_text()
    for before, after in (
        ("admin off\n", "admin off\nlocal_certs\nskip_install_trust\n"),
        ("lb_try_duration 10s", "lb_try_duration 1s"),
    ):
        assert before in text
        text = text.replace(before, after)
    file = folder / "Caddyfile"
    file.write_text(text)
    port, plain_port = free_port(), free_port()
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "SITE_URL": "https://localhost",
        "PORTAL_WEB": f"127.0.0.1:{web}",
        "HTTP_PORT": str(plain_port),
        "HTTPS_PORT": str(port),
        "MAINTENANCE_DIR": str(ROOT / "deploy"),
        **settings,
    }
    with (folder / "log").open("wb") as log:
        caddy = subprocess.Popen(
            [CADDY, "run", "--config", str(file), "--adapter", "caddyfile"],
            env=env,
            stdout=log,
            stderr=log,
        )
    running = Proxy(port, plain_port)
    try:
        wait_until(
            lambda: caddy.poll() is not None or running.answers(), seconds=40, what="the proxy"
        )
        assert caddy.poll() is None, (folder / "log").read_text()
        yield running
    finally:
        caddy.terminate()
        caddy.wait(20)


@pytest.fixture(scope="module")
def web() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Web)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()


def check(headers: Message) -> None:
    for name, value in SAFE.items():
        assert headers.get_all(name) == [value], name
    policy = headers["Content-Security-Policy"]
    for part in ("default-src 'none'", "base-uri 'none'", "form-action 'none'"):
        assert part in policy
    assert "frame-ancestors 'none'" in policy
    assert set(re.findall(r"([a-z-]+)=\(\)", headers["Permissions-Policy"])) >= {
        feature for feature, allowed in PERMISSIONS_POLICY.items() if not allowed
    }
    assert "Server" not in headers


def test_what_the_proxy_itself_refuses_carries_the_safe_headers(tmp_path: Path, web: int) -> None:
    with proxy(tmp_path, web, {}) as asked:
        status, headers, text = asked.ask("/vraag/", length=1_200_000)
        assert status == 413
        check(headers)
        assert headers["Strict-Transport-Security"] == YEAR
        assert '<html lang="nl"' in text
        assert "te groot" in text
        for path in TAKE_FILES:
            assert asked.ask(path, body=b"x" * 1_200_000)[0] == 200, path
        assert asked.ask("/platform/adressen/", length=11_000_000)[0] == 413
        assert asked.ask("/vraag/", body=b"x" * 900_000)[0] == 200
        # The portal's own answers are left as they are.
        status, headers, text = asked.ask("/")
        assert (status, text, headers["X-Frame-Options"]) == (200, "hallo", "SAMEORIGIN")
        assert headers.get_all("Strict-Transport-Security") is None


EVERY_SUITE = "ALL:@SECLEVEL=0"
WITHOUT_NAMES_OF_KEYS = "AES128-SHA:AES256-SHA:AES128-GCM-SHA256:AES256-GCM-SHA384:@SECLEVEL=0"


def test_hd_10_only_new_versions_of_tls_and_strong_suites(tmp_path: Path, web: int) -> None:
    """A suite without ECDHE lets whoever gets the key later read what was said before."""
    with proxy(tmp_path, web, {}) as asked:
        assert asked.agrees_on(ssl.TLSVersion.TLSv1_3, EVERY_SUITE).startswith("TLS_")
        chosen = asked.agrees_on(ssl.TLSVersion.TLSv1_2, EVERY_SUITE)
        assert re.fullmatch(r"ECDHE-.*-(GCM-SHA\d+|CHACHA20-POLY1305)", chosen), chosen
        assert asked.agrees_on(ssl.TLSVersion.TLSv1_2, WITHOUT_NAMES_OF_KEYS) == ""
        assert asked.agrees_on(ssl.TLSVersion.TLSv1_1, EVERY_SUITE) == ""
        assert asked.agrees_on(ssl.TLSVersion.TLSv1, EVERY_SUITE) == ""


def test_people_are_led_to_https_and_programs_are_told(tmp_path: Path, web: int) -> None:
    with proxy(tmp_path, web, {}) as asked:
        for path in ("/", "/meedoen/?straat=Spoorstraat"):
            assert asked.ask_plainly(path) == (308, f"https://portal.example.org{path}")
        for path in ("/open/v1/groepen.json", "/koppeling/telegram/", "/oefeningen/x/agenda.ics"):
            assert asked.ask_plainly(path) == (403, "")


def test_every_page_that_takes_a_file_is_tried() -> None:
    ways = UPLOAD_PATHS.replace("(adressen|leden/overnemen|dorp/logo)", "").count("|") + 3
    assert len(TAKE_FILES) == ways
    assert all(re.fullmatch(UPLOAD_PATHS, path) for path in TAKE_FILES)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"HSTS_SUBDOMAINS": "yes"}, f"{YEAR}; includeSubDomains"),
        (
            {"HSTS_SUBDOMAINS": "yes", "HSTS_PRELOAD": "yes"},
            f"{YEAR}; includeSubDomains; preload",
        ),
    ],
)
def test_the_page_for_when_the_portal_is_away_carries_them_too(
    tmp_path: Path, settings: dict[str, str], told: str
) -> None:
    with proxy(tmp_path, free_port(), settings) as asked:
        status, headers, text = asked.ask("/")
        assert status in (502, 503)
        check(headers)
        assert headers.get_all("Strict-Transport-Security") == [told]
        assert headers["Retry-After"]
        assert "sha256-" in headers["Content-Security-Policy"]
        assert "Even niet bereikbaar" in text
