"""The page of results tells what was measured, and nothing of who was not there."""

from bench.flows import Portal, Site
from bench.measure import Runner
from bench.report import Compared, Results, page


def runner(rate: float, milliseconds: float, cpu: float) -> Runner:
    """Two slices of two units each."""
    times = [milliseconds / 1000] * 4
    return Runner(Site("", 0), Portal.submission, rates=[rate, rate], times=times, cpu=cpu)


def told(**runners: Runner) -> str:
    """The page about one submission."""
    results = Results("SQLite 3", [Compared("submission", runners, "submission")])
    results.megabytes = {"portal": [74.0, 80.0]}
    return page([results], rounds=2, seconds=1, took=60)


def test_a_peer_has_its_columns_and_its_target() -> None:
    text = told(portal=runner(30, 20, 0.04), helpdesk=runner(15, 50, 0.12))
    assert "| submission | 30 | 15 | 2.00 |" in text
    assert "| submission | 10.0 | 30.0 | 0.33 |" in text
    assert "| submission | 20.0 / 20.0 | 50.0 / 50.0 |" in text
    assert "| submissions per second, portal / helpdesk | at least 1.5 | 2.00 | yes |" in text
    assert "| memory (RSS) of a web worker, MB | at most 75 | 80 | **no** |" in text


def test_a_peer_that_was_not_there_is_not_spoken_of() -> None:
    text = told(portal=runner(30, 20, 0.04), least=runner(60, 10, 0.02))
    assert "portal / least" in text
    assert "Wagtail" not in text
    assert "portal / helpdesk" not in text
