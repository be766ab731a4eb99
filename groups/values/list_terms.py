"""How often the list of members of a group is looked at: asked each quarter, a sign after half a
year, and after a year its beheerder decides. In days of the village.
"""

from typing import Final

ASK_DAYS: Final = 91
OLD_DAYS: Final = 182
DECIDE_DAYS: Final = 365
