"""How a telephone number is written where it will be read again."""

from django.core.exceptions import ValidationError

from dorst_portal.kit import dutch
from dorst_portal.kit.inputs.phones import read_phone_number


def written_number(e164: str) -> str:
    """A number as people write it, as long as it is read back as the same: "06 12 34 56 78"."""
    written = dutch.phone(e164)
    try:
        same = read_phone_number(written).e164 == e164
    except ValidationError:
        return e164
    return written if same else e164
