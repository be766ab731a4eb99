"""The text of an alert: as the design has it, without empty lines, and the same in a browser
(tests/journeys/test_alarm_offline.py reads the same examples).
"""

import json
from pathlib import Path
from typing import Any

import pytest

from alerts.values.message import Facts, compose, false_alarm, over, update

EXAMPLES = json.loads((Path(__file__).parent / "messages.json").read_text())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one["name"])
def test_the_text_of_an_example(example: dict[str, Any]) -> None:
    assert compose(Facts(**example["facts"])) == example["text"]


def test_nothing_known_leaves_no_empty_line() -> None:
    assert compose(Facts()) == "BUURTALARM\nBlijf veilig. Grijp niet zelf in."


def test_an_update_is_begun_for_the_sender() -> None:
    assert update("Spoorstraat") == "UPDATE Spoorstraat: "
    assert update("") == "UPDATE: "
    assert update("Seters", is_drill=True) == "OEFENING\nUPDATE Seters: "


def test_over_says_that_the_police_came_only_where_they_were_called() -> None:
    thanks = "Dank voor het opletten. Reageren hoeft niet."
    assert (
        over("Spoorstraat", "20:40", police="112")
        == f"VOORBIJ – Spoorstraat 20:40. Politie is geweest. {thanks}"
    )
    assert over("", "20:40", police="not_yet") == f"VOORBIJ 20:40. {thanks}"
    assert over("Vliert", "20:40", is_drill=True).startswith("OEFENING\nVOORBIJ – Vliert 20:40.")


def test_a_false_alarm() -> None:
    text = "LOOS ALARM – Spoorstraat 20:40. Er was niets aan de hand."
    assert false_alarm("Spoorstraat", "20:40") == text
