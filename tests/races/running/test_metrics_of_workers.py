"""Several web processes tell one number: what all of them counted, also when one was killed."""

import http.client
from collections.abc import Mapping

from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from tests.races.processes import MakeSite, RealSite, wait_until

TOKEN = "only-for-races-0123456789abcdefghij"
PAGES = 40
MARKS = ("merkteken", "Merkstraat", "31600008642")


def ask(site: RealSite, path: str, headers: Mapping[str, str] = {}) -> tuple[int, str]:
    """One page over a connection of its own, so that either process may get it."""
    client = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    client.request("GET", path, headers={"User-Agent": "merkteken", **headers})
    answer = client.getresponse()
    text = answer.read().decode()
    client.close()
    return answer.status, text


def scrape(site: RealSite) -> dict[str, Metric]:
    status, text = ask(site, "/metrics", {"Authorization": f"Bearer {TOKEN}"})
    assert status == 200
    assert not any(mark in text for mark in MARKS)
    return {one.name: one for one in text_string_to_metric_families(text)}


def answers(found: Mapping[str, Metric], route: str) -> float:
    return sum(
        sample.value
        for sample in found["dorst_http_requests"].samples
        if sample.name == "dorst_http_requests_total" and sample.labels["route"] == route
    )


def processes_that_counted(site: RealSite) -> int:
    return len(list((site.folder / "metrics").glob("*/counter_*.db")))


def test_lg_02_two_processes_and_one_that_was_killed_tell_one_number(
    make_real_site: MakeSite,
) -> None:
    site = make_real_site(METRICS_TOKEN=TOKEN)
    site.start_web(workers=2)
    for number in range(PAGES):
        assert ask(site, f"/over/?naam=Merkstraat{number}")[0] == 200
    assert ask(site, "/nergens/31600008642/")[0] == 404
    wait_until(
        lambda: (ask(site, "/nergens/"), processes_that_counted(site) == 2)[1],
        what="both processes to have counted",
    )
    for _ in range(4):  # whoever is asked tells the same
        found = scrape(site)
        assert answers(found, "about") == PAGES

    site.kill_web_worker()
    wait_until(site.answers, what="the site to answer again")
    assert answers(scrape(site), "about") == PAGES
    assert ask(site, "/over/")[0] == 200
    assert answers(scrape(site), "about") == PAGES + 1
    assert found["dorst_check_good"].samples
    assert ask(site, "/metrics")[0] == 404

    assert site.web is not None
    site.web.stop()
    site.start_web(workers=2)
    assert answers(scrape(site), "about") == 0, "a new server begins anew"
    assert len(list((site.folder / "metrics").iterdir())) == 1, "and removes what the old one left"


def test_a_site_without_a_token_counts_nothing(make_real_site: MakeSite) -> None:
    site = make_real_site()
    site.start_web()
    assert ask(site, "/over/")[0] == 200
    assert ask(site, "/metrics", {"Authorization": "Bearer "})[0] == 404
    assert not (site.folder / "metrics").exists()
