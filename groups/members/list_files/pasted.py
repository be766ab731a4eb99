"""What somebody pasted: a table out of a sheet, or lines and lists as chat apps copy them. Pure."""

import re
from typing import Final

from django.utils.translation import gettext_noop

from dorst_portal.kit.tables.delimited import DELIMITERS
from dorst_portal.kit.tables.limits import Unreadable
from groups.members.list_files.cards import is_card, read_cards
from groups.members.list_files.column_names import known_parts
from groups.members.list_files.limits import LIMITS, TOO_MUCH
from groups.members.list_files.lines import read_lines
from groups.members.list_files.one_person import OF_THE_APP, OWN_NAME
from groups.members.list_files.parts import Sheet
from groups.members.list_files.reading import read_text

_LOOKED_AT: Final = 8_000
_LINES: Final = 20
_NO_INK: Final = re.compile("[\u200b\u200e\u200f\u2060\ufeff]")
NOTHING: Final = gettext_noop("Hier staat nog niets. Plak de lijst in het vak.")
STRANGE: Final = gettext_noop(
    "In deze tekst staat een teken dat we niet kunnen lezen. Kopieer de lijst opnieuw."
)


def read_pasted(text: str) -> Sheet:
    """Read pasted text: cells with tabs or semicolons between them, a person a line, or a list on
    one line. Nothing is left out but what a chat app says of people (online, beheerder): what
    cannot be taken apart is a name. Raises Unreadable.
    """
    if "\0" in text:
        raise Unreadable(STRANGE)
    if len(text) > LIMITS.most_bytes:
        raise Unreadable(TOO_MUCH)
    if not _NO_INK.sub("", text).strip():
        raise Unreadable(NOTHING)
    if is_card(text):
        return read_cards(text)
    sign = _sign_of_table(text)
    return read_lines(text) if sign is None else read_text(text, said=sign)


def _sign_of_table(text: str) -> str | None:
    """What stands between the cells of a table: with names of columns above them it may be found
    out later (""), else the same sign stands on most lines; None where there is no table.
    """
    lines = [line for line in text[:_LOOKED_AT].splitlines() if line.strip()][:_LINES]
    if any(known_parts(line.split(sign)) > 1 for line in lines for sign in DELIMITERS):
        return ""
    if any(known_parts([line]) for line in lines[:1]):
        return ""
    with_tab = sum("\t" in line.strip() for line in lines)
    with_sign = sum(";" in line and "@" not in line for line in lines)
    cells = [cell.strip() for line in lines for cell in line.split("\t")]
    if any(OWN_NAME.match(cell) or OF_THE_APP.fullmatch(cell) for cell in cells):
        return None  # the list of members of a chat app, whose columns mean nothing
    if with_tab * 2 > len(lines):
        return "\t"
    return ";" if len(lines) > 1 and with_sign * 2 > len(lines) else None
