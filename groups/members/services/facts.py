"""What a list of members holds of somebody, as it was typed."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_noop

from groups.models import Membership
from groups.places.routing import Address

NUMBER: Final = gettext_noop("het nummer")
_ADDRESS: Final = gettext_noop("het adres")
# How a line of the audit trail names what was changed: kept in Dutch, read by `listed_again`.
_WORDS: Final = {
    "name": gettext_noop("de naam"),
    "organisation": gettext_noop("het bedrijf of de club"),
    "mobile": NUMBER,
    "email": gettext_noop("het e-mailadres"),
    "street_id": _ADDRESS,
    "street_text": _ADDRESS,
    "house_number": _ADDRESS,
    "house_letter": _ADDRESS,
    "house_number_addition": _ADDRESS,
}


@dataclass(frozen=True, kw_only=True)
class MemberFacts:
    """Name, address and how to reach somebody, in one group. `mobile` is in E.164. Without an
    `address` the one that is there stays.
    """

    name: str
    mobile: str
    address: Address | None = None
    organisation: str = ""
    email: str = ""

    def columns(self) -> dict[str, Any]:
        """The fields as a row holds them."""
        who: dict[str, Any] = {
            "name": self.name,
            "organisation": self.organisation,
            "mobile": self.mobile,
            "email": self.email,
        }
        if self.address is None:
            return who
        street, number = self.address.street, self.address.number
        return who | {
            "street_id": street.pk if street else None,
            "street_text": street.name if street else self.address.street_text,
            "house_number": number.number,
            "house_letter": number.letter,
            "house_number_addition": number.addition,
        }

    def differences(self, row: Membership) -> list[str]:
        """In words what of this is not as the row has it."""
        columns = self.columns()
        named = (_WORDS[name] for name in columns if getattr(row, name) != columns[name])
        return list(dict.fromkeys(named))
