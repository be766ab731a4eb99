"""Processes that end with the one that started them."""

import os
import signal
import subprocess
import sys

import pytest

LIVES = """
import os
from dorst_portal.kit.running.processes import die_with_parent
die_with_parent({parent})
print("lives")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the system tells only on Linux")
@pytest.mark.parametrize(
    ("parent", "code"),
    [("os.getppid()", 0), ("os.getppid() + 1", -signal.SIGKILL)],
    ids=["there", "gone before it was asked"],
)
def test_who_lost_its_parent_before_it_asked_ends_as_well(parent: str, code: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIVES.format(parent=parent)],
        capture_output=True,
        text=True,
        check=False,
        env=dict(os.environ),
    )
    assert done.returncode == code, done.stderr
    assert done.stdout == ("lives\n" if code == 0 else "")
