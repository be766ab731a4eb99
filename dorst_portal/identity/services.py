"""Setting the names and the looks. The only writer of their row."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from dorst_portal.identity.current import read_again
from dorst_portal.identity.models import THE_ROW, Identity, Logo


@dataclass(frozen=True)
class Names:
    """What a coordinator or a file of a village says."""

    village: str
    organisation: str
    watch: str
    short_name: str
    municipality: str = ""
    municipality_phone: str = ""
    municipality_site: str = ""
    website: str = ""
    help_email: str = ""
    help_phone: str = ""


@dataclass(frozen=True)
class MadeLogo:
    """A logo that was made anew, in the two sizes in which it is shown."""

    small: bytes
    large: bytes
    width: int
    height: int


def set_names(names: Names, *, now: datetime) -> None:
    """Put these names in force. Other processes say them within IDENTITY_SECONDS."""
    facts = {**asdict(names), "changed_at": now}
    with transaction.atomic():
        if not _change(_the_row().update, facts):
            Identity.objects.create(pk=THE_ROW, **facts)
            _say_it_from_now_on()


def change_names(names: Names, *, seen: int, now: datetime) -> bool:
    """The same for who saw version `seen` (0: nobody had set any); False when somebody else was
    first, and nothing is changed.
    """
    facts = {**asdict(names), "changed_at": now}
    if seen:
        return _change(_the_row().filter(version=seen).update, facts)
    try:
        with transaction.atomic():
            Identity.objects.create(pk=THE_ROW, **facts)
    except IntegrityError:
        return False
    _say_it_from_now_on()
    return True


def set_colour(colour: str, *, now: datetime) -> bool:
    """Put this colour in force; empty is the one that is shipped. False before there are names."""
    return _change(_the_row().update, {"colour": colour, "changed_at": now})


def set_logo(logo: MadeLogo, *, alt: str, now: datetime) -> bool:
    """Show this logo. False before there are names."""
    code = hashlib.sha256(logo.small + logo.large).hexdigest()[:12]
    facts = {
        "logo_code": code,
        "logo_alt": alt,
        "logo_width": logo.width,
        "logo_height": logo.height,
        "changed_at": now,
    }
    with transaction.atomic():
        if not _change(_the_row().update, facts):
            return False
        pictures = {"small": logo.small, "large": logo.large}
        Logo.objects.update_or_create(pk=THE_ROW, defaults=pictures)
    return True


def remove_logo(*, now: datetime) -> bool:
    """Back to the sign that is shipped. False when there was no logo."""
    gone = {"logo_code": "", "logo_alt": "", "logo_width": 0, "logo_height": 0, "changed_at": now}
    with transaction.atomic():
        Logo.objects.all().delete()
        return _change(_the_row().exclude(logo_code="").update, gone)


def _the_row() -> Any:
    return Identity.objects.filter(pk=THE_ROW)


def _change(update: Any, facts: dict[str, Any]) -> bool:
    changed: int = update(version=F("version") + 1, **facts)
    _say_it_from_now_on()
    return bool(changed)


def _say_it_from_now_on() -> None:
    """Also in what the same transaction still writes, such as streets that lie in the village; and
    once more at its end, since another thread may have read what stood there before.
    """
    read_again()
    transaction.on_commit(read_again, robust=True)
