"""Numbers for Prometheus: behind a token, bounded, and of nobody (LG-02, LG-08)."""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from django.conf import settings as portal
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import DjangoAssertNumQueries, Settings

from dorst_portal import env
from dorst_portal.accounts.models import User
from dorst_portal.kit.routes import routes
from dorst_portal.kit.running import metrics as numbers
from dorst_portal.kit.running.health import beat
from dorst_portal.kit.running.metrics import METHODS, NO_ROUTE
from dorst_portal.kit.running.metrics_folder import ENVIRONMENT, open_folder
from dorst_portal.outbox.services import MailDraft, queue
from groups.models import ResidentRequest

ROOT = Path(__file__).resolve().parents[3]
RULES = yaml.safe_load((ROOT / "deploy" / "prometheus-alerts.yml").read_text())
TOKEN = "only-for-tests-0123456789abcdefghij"
SHOWN = {"Authorization": f"Bearer {TOKEN}"}
PATHS = (
    "/", "/over/", "/merkteken/", "/groepen/merkteken/", "/static/merkteken.css",
    "/zoek/?straat=Merkstraat", "/admin/merkteken/", "/bevestig/31600008642/",
)  # fmt: skip
MARKS = ("merkteken", "Merkstraat", "31600008642")
pytestmark = pytest.mark.django_db


@pytest.fixture
def counting(settings: Settings) -> None:
    """As where the operator set a token."""
    settings.METRICS_TOKEN = TOKEN
    settings.MIDDLEWARE = ["dorst_portal.kit.running.metrics.Measured", *portal.MIDDLEWARE]


def scrape(client: Client) -> dict[str, Metric]:
    """What Prometheus would read."""
    answer = client.get("/metrics", headers=SHOWN)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    return {one.name: one for one in text_string_to_metric_families(answer.content.decode())}


def value(found: dict[str, Metric], name: str, **labels: str) -> float:
    [number] = [one.value for one in found[name].samples if one.labels == labels]
    return float(number)


# --- who may ask ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shown",
    [None, "", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", "Bearer ",
     f"Bearer {TOKEN.upper()}", "Bearer é"],
)  # fmt: skip
def test_lg_08_without_the_token_it_is_a_page_that_is_not_there(
    counting: None, client: Client, shown: str | None
) -> None:
    headers = {} if shown is None else {"Authorization": shown}
    answer = client.get("/metrics", headers=headers)
    nowhere = client.get("/nergens")
    assert (answer.status_code, nowhere.status_code) == (404, 404)
    number = re.compile(r"[0-9a-f]{32}")
    assert number.sub("", answer.content.decode()) == number.sub("", nowhere.content.decode())
    assert b"dorst_" not in answer.content


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer ", f"Bearer {TOKEN}"])
def test_lg_08_a_site_without_a_token_has_no_such_page(client: Client, shown: str) -> None:
    assert portal.METRICS_TOKEN == ""
    assert client.get("/metrics", headers={"Authorization": shown}).status_code == 404


def test_a_session_is_no_token(counting: None, client: Client, beheerder: User) -> None:
    client.force_login(beheerder)
    assert client.get("/metrics").status_code == 404


def test_it_can_only_be_asked_and_nobody_keeps_it(counting: None, client: Client) -> None:
    assert client.post("/metrics", headers=SHOWN).status_code == 405
    assert client.get("/metrics", headers=SHOWN).headers["Cache-Control"] == "no-store"
    [route] = [one for one in routes() if one.name == "metrics"]
    assert (route.audience, route.methods) == ("machine", ("GET", "HEAD"))


@pytest.mark.parametrize("bad", ["short", "x" * 31, "x" * 257, "spatie " * 8, "ééééé" * 8])
def test_a_token_that_could_be_guessed_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, bad: str
) -> None:
    monkeypatch.setenv("METRICS_TOKEN", bad)
    with pytest.raises(ImproperlyConfigured, match="METRICS_TOKEN"):
        env.metrics_token("METRICS_TOKEN")


# --- what it tells --------------------------------------------------------------------------------


def test_it_tells_of_pages_by_the_name_of_their_route(counting: None, client: Client) -> None:
    before = scrape(client)

    def count(found: dict[str, Metric], route: str, status: str) -> float:
        key = {"route": route, "method": "GET", "status": status}
        samples = found["dorst_http_requests"].samples if "dorst_http_requests" in found else []
        return sum(s.value for s in samples if s.labels == key and s.name.endswith("_total"))

    for _ in range(3):
        client.get("/over/")
    client.get("/nergens/merkteken@example.org/?q=Merkstraat")
    after = scrape(client)
    about = "about"
    assert reverse(about) == "/over/"
    assert count(after, about, "2xx") == count(before, about, "2xx") + 3
    assert count(after, NO_ROUTE, "4xx") == count(before, NO_ROUTE, "4xx") + 1
    seconds = after["dorst_http_request_duration_seconds"].samples
    [slow] = [
        one.value
        for one in seconds
        if one.name.endswith("_bucket")
        and one.labels == {"route": about, "method": "GET", "le": "+Inf"}
    ]
    assert slow >= 3


def test_it_tells_what_waits(counting: None, client: Client) -> None:
    now = timezone.now()
    beat(now=now)
    late = timedelta(minutes=20)
    draft = MailDraft(to="merkteken@example.org", subject="Merkstraat", text="x", key="k")
    queue([draft], now=now - late)
    found = scrape(client)
    assert value(found, "dorst_outgoing_queued", way="mail") == 1
    assert 1200 <= value(found, "dorst_outgoing_late_seconds", way="mail") < 1260
    assert value(found, "dorst_outgoing_queued", way="push") == 0
    assert value(found, "dorst_check_good", check="mail_queue") == 0
    assert value(found, "dorst_check_good", check="timetable") == 1
    assert 0 <= value(found, "dorst_last_run_age_seconds", job="timetable") < 60
    assert value(found, "dorst_build_info", version=portal.VERSION) == 1
    assert value(found, "dorst_disk_free_bytes") > 0
    assert value(found, "dorst_open_requests", owner="group") == 0
    assert ResidentRequest.objects.count() == 0


def test_it_costs_the_same_queries_whatever_there_is(
    counting: None, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    now = timezone.now()
    with django_assert_num_queries(QUERIES):
        scrape(client)
    queue(
        [MailDraft(to="a@example.org", subject="s", text="x", key=f"k{n}") for n in range(30)],
        now=now,
    )
    with django_assert_num_queries(QUERIES):
        scrape(client)


QUERIES = 16


def test_without_a_database_it_tells_that_and_what_was_counted(
    counting: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(now: object) -> Iterator[object]:
        raise OperationalError

    monkeypatch.setattr("dorst_portal.kit.running.health.database", away)
    found = scrape(client)
    assert value(found, "dorst_check_good", check="database") == 0
    assert "dorst_http_requests" in found
    assert "dorst_outgoing_queued" not in found


# --- what it never tells --------------------------------------------------------------------------


def test_lg_02_labels_are_words_of_the_code_and_bounded(counting: None, client: Client) -> None:
    names = {NO_ROUTE, *(route.name for route in routes())}
    names.add("admin:django.contrib.admin.sites.catch_all_view")  # Django's own, without a name
    for path in PATHS:
        for method in ("GET", "POST", "PUT", "MERKTEKEN", "HEAD"):
            client.generic(method, path, headers={"User-Agent": "merkteken"})
    found = scrape(client)
    assert not any(mark in repr(found) for mark in MARKS)
    own = [s for name, one in found.items() if name.startswith("dorst_http") for s in one.samples]
    assert {s.labels["route"] for s in own} <= names
    assert {s.labels["method"] for s in own} <= METHODS | {"other"}
    statuses = {s.labels["status"] for s in own if "status" in s.labels}
    assert statuses <= {f"{number}xx" for number in range(1, 6)}
    most = len(names) * (len(METHODS) + 1)
    assert len(own) < most * (len(numbers.BUCKETS) + 4 + 5)


def test_names_are_as_prometheus_wants_them(counting: None, client: Client) -> None:
    for name, metric in scrape(client).items():
        assert re.fullmatch(r"dorst_[a-z_]+", name), name
        assert metric.documentation, name
        assert not name.endswith(("_ms", "_minutes", "_hours", "_mb")), name


# --- the alarms -----------------------------------------------------------------------------------


def alarms() -> list[dict[str, object]]:
    return [rule for group in RULES["groups"] for rule in group["rules"]]


def test_alarms_ask_for_numbers_that_exist(counting: None, client: Client) -> None:
    client.get("/over/")
    beat(now=timezone.now())
    samples = {s.name for one in scrape(client).values() for s in one.samples}
    checks = {path.rsplit(".", 1)[-1] for path in portal.READY_CHECKS}
    for rule in alarms():
        asked = set(re.findall(r"\bdorst_\w+", str(rule["expr"])))
        assert asked <= samples, rule["alert"]
        assert asked or "up{" in str(rule["expr"]), rule["alert"]
        assert set(re.findall(r'check="(\w+)"', str(rule["expr"]))) <= checks


def test_each_alarm_has_a_row_in_the_book_and_each_sign_an_alarm() -> None:
    book = (ROOT / "docs" / "running.md").read_text()
    rows = re.findall(r"^\| `(Portal\w+)` \|", book, re.MULTILINE)
    assert sorted(rows) == sorted(str(rule["alert"]) for rule in alarms())
    asked = set(re.findall(r'check="(\w+)"', "".join(str(rule["expr"]) for rule in alarms())))
    assert asked == {path.rsplit(".", 1)[-1] for path in portal.READY_CHECKS}


# --- where processes count ------------------------------------------------------------------------


def test_a_web_server_gets_a_folder_and_those_of_ended_ones_go(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    settings.METRICS_DIR = tmp_path / "metrics"
    open_folder()
    assert not settings.METRICS_DIR.exists(), "nobody asked for numbers"
    settings.METRICS_TOKEN = TOKEN
    gone = settings.METRICS_DIR / "4194999"  # above the highest number of a process
    alive = settings.METRICS_DIR / str(os.getpid())
    for folder in (gone, alive):
        folder.mkdir(parents=True)
    monkeypatch.setenv(ENVIRONMENT, "so that it is put back")
    open_folder()
    assert not gone.exists()
    assert alive.exists()
    own = [path for path in settings.METRICS_DIR.iterdir() if path != alive]
    assert [str(path) for path in own] == [os.environ[ENVIRONMENT]]
