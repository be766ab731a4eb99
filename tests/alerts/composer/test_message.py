"""The text of an alert: as the design has it, without empty lines, and the same in a browser
(tests/journeys/test_alarm_offline.py reads the same examples).
"""

import json
from pathlib import Path
from typing import Any

import pytest

from alerts.values.follow_ups import follow_up
from alerts.values.message import Facts, compose, update
from alerts.values.personal import personal_facts

EXAMPLES = json.loads((Path(__file__).parent / "messages.json").read_text())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one["name"])
def test_the_text_of_an_example(example: dict[str, Any]) -> None:
    assert compose(Facts(**example["facts"])) == example["text"]
    assert personal_facts(example["text"]) == []  # its own words warn nobody


def test_nothing_known_leaves_no_empty_line() -> None:
    assert compose(Facts()) == "BUURTALARM\nBlijf veilig. Grijp niet zelf in."


def test_an_update_is_begun_for_the_sender() -> None:
    assert update("Spoorstraat") == "UPDATE Spoorstraat: "
    assert update("") == "UPDATE: "
    assert update("Seters", is_drill=True) == "OEFENING\nUPDATE Seters: "


def test_an_end_without_a_street() -> None:
    facts = {"where": "", "clock": "20:40", "is_drill": False}
    over = follow_up(state="over", **facts)
    assert over == "VOORBIJ 20:40. Dank voor het opletten. Reageren hoeft niet."
    assert follow_up(state="false_alarm", **facts) == "LOOS ALARM 20:40. Er was niets aan de hand."
