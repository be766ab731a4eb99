"""The list of what the portal is made of: complete, valid, and the same each time (DE-01)."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from scripts import sbom
from scripts.check_locks import pins

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.txt").read_text()


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(sbom.written())
    return made


def test_de_01_each_locked_package_is_in_it_with_its_version_and_hashes(
    bill: dict[str, Any],
) -> None:
    pinned = re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^\s;]+)", LOCK, re.MULTILINE)
    assert len(pinned) > 50
    python = [one for one in bill["components"] if one["purl"].startswith("pkg:pypi/")]
    assert [(one["name"], one["version"]) for one in python] == pinned
    hashes = [one["content"] for each in python for one in each["hashes"]]
    assert hashes == re.findall(r"sha256:([0-9a-f]{64})", LOCK)
    assert all(one["hashes"] for one in python)


def test_de_02_it_is_valid_cyclonedx(bill: dict[str, Any]) -> None:
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert not validator.validate_str(json.dumps(bill))
    assert validator.validate_str(json.dumps(bill | {"unknown": 1})), "it would refuse what is not"


def test_who_wants_what_leads_from_the_portal_to_everything(bill: dict[str, Any]) -> None:
    wants = {one["ref"]: one["dependsOn"] for one in bill["dependencies"]}
    reached, to_look_at = set(), [bill["metadata"]["component"]["bom-ref"]]
    while to_look_at:
        ref = to_look_at.pop()
        if ref not in reached:
            reached.add(ref)
            to_look_at += wants[ref]
    assert reached == {one["bom-ref"] for one in bill["components"]} | {sbom.PORTAL}
    django = f"pkg:pypi/django@{pins('requirements.txt')['django']}"
    assert django in wants[sbom.PORTAL]


def test_most_packages_say_their_licence(bill: dict[str, Any]) -> None:
    said = [one for one in bill["components"] if "licenses" in one]
    assert len(said) > 0.9 * len(bill["components"])
    assert not [one for one in said if "GNU Affero" in json.dumps(one["licenses"])]


def test_the_same_lock_gives_the_same_file_and_no_machine_is_named() -> None:
    first = sbom.written()
    assert first == sbom.written()
    assert str(ROOT) not in first
    assert "://" not in first


def test_a_line_that_is_no_pin_is_an_error() -> None:
    with pytest.raises(ValueError, match="no line of a locked list"):
        sbom.locked("django>=5\n")
