"""What the timetable does for alerts, each minute (`groups/timetable/clock.py` carries it out), and
what each night wipes (`groups/privacy/services/purges.py`); settings name both.
"""

from collections.abc import Mapping
from typing import Any, Final

from dorst_portal.kit.rows.purges import Purge

STEPS: Final[Mapping[str, Any]] = {}

PURGES: Final[Mapping[str, Purge]] = {}
