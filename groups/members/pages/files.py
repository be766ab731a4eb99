"""The list of members as a file: for a spreadsheet, or as contact cards. Pure."""

from collections.abc import Sequence
from typing import Final

from dorst_portal.kit import vcards
from groups.members.pages.numbers import written_number
from groups.models import Membership
from groups.values.village_time import village_day

HEADER: Final = ("Naam", "Bedrijf of club", "Adres", "Mobiel nummer", "E-mailadres", "Lid sinds")


def row_of(member: Membership) -> Sequence[str]:
    """The cells of one line, below HEADER."""
    return (
        member.name,
        member.organisation,
        member.address,
        written_number(member.mobile),
        member.email,
        village_day(member.since).isoformat(),
    )


def cards_of(members: Sequence[Membership]) -> str:
    """A contact card of each."""
    return "".join(
        vcards.address_card(
            member.name,
            number=member.mobile,
            email=member.email,
            organisation=member.organisation,
            address=member.address,
        )
        for member in members
    )
