"""The texts that Platform Dorst edits: which there are, how they stand, a new version, and back.

Nothing is overwritten: who saves makes the next version. Of two who save at once one gets the
number, and the other is told what stands there now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Final

from django.db import IntegrityError, transaction

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from groups import texts_in_force
from groups.mail_texts import MAIL_TEXTS, MailText, Wording, shipped
from groups.models import HouseRules, RulesVariant, TextVersion
from groups.models.watchgroups import DEFAULT_WELCOME
from groups.services.refusals import Refused
from groups.signpost_lines import as_lines
from groups.signposts import SIGNPOSTS

VERSIONS_ON_A_PAGE: Final = 10


class TextKind(StrEnum):
    """What a text is, and so which rules it has to keep."""

    RULES = "rules"
    WHICH_APP = "which_app"
    WELCOME = "welcome"
    MAIL = "mail"


@dataclass(frozen=True)
class EditableText:
    """A text that can be edited. `key` is its name in an address; `about` says where it stands."""

    key: str
    title: str
    about: str
    kind: TextKind
    variant: str = ""
    mail: MailText | None = None


@dataclass(frozen=True)
class Version:
    """A version of a text; number 0 is what the portal ships (`shipped`) and nobody changed."""

    number: int
    wording: Wording
    shipped: Wording
    at: datetime | None = None
    by: User | None = None

    @property
    def is_shipped(self) -> bool:
        """Whether it says what the portal ships."""
        return self.wording == self.shipped

    @property
    def name(self) -> str:
        """ "versie 3" """
        return f"versie {self.number}"


class Overtaken(Refused):
    """Somebody else saved this text in the meantime; `newest` is what stands there now."""

    def __init__(self, newest: Version) -> None:
        super().__init__("Iemand anders veranderde deze tekst. Er is niets opgeslagen.")
        self.newest = newest


@cache
def all_texts() -> Mapping[str, EditableText]:
    """Every text that can be edited, by its key, in the order of the list."""
    rules = (
        EditableText(
            f"spelregels-{variant.value}",
            f"Spelregels {variant.label}",
            "Op de pagina Spelregels, bij groepen en bij meedoen.",
            TextKind.RULES,
            variant=variant.value,
        )
        for variant in RulesVariant
    )
    pages = (
        EditableText(
            texts_in_force.WHICH_APP,
            "Welke app of welk nummer?",
            "Op de pagina Welke app of welk nummer.",
            TextKind.WHICH_APP,
        ),
        EditableText(
            texts_in_force.WELCOME,
            "Welkomsttekst van een nieuwe groep",
            "Hiermee begint een nieuwe groep. Een beheerder past hem daarna aan.",
            TextKind.WELCOME,
        ),
    )
    mails = (
        EditableText(
            f"{texts_in_force.MAIL}{mail.name}",
            mail.title,
            "Mail aan bewoners." if mail.to_residents else "Mail aan beheerders of coördinatoren.",
            TextKind.MAIL,
            mail=mail,
        )
        for mail in MAIL_TEXTS.values()
    )
    return {text.key: text for text in (*rules, *pages, *mails)}


def newest_of(text: EditableText) -> Version:
    """The version that is in force."""
    found = versions_of(text, most=1)
    return found[0] if found else never_changed(text)


def never_changed(text: EditableText) -> Version:
    """How a text stands of which there is no version: what the portal ships."""
    words = _shipped(text)
    return Version(0, words, words)


def versions_of(
    text: EditableText, *, before: int = 0, only: int = 0, most: int = VERSIONS_ON_A_PAGE
) -> Sequence[Version]:
    """The versions of a text, newest first: those before a number, or only that one."""
    numbers: dict[str, int] = {"version": only} if only else {}
    if before:
        numbers["version__lt"] = before
    if text.kind == TextKind.RULES:
        of_variant = HouseRules.objects.filter(variant=text.variant, **numbers).with_shipped_text()
        rules = of_variant.select_related("published_by").order_by("-version")
        return [version_of_rules(row) for row in rules[:most]]
    of_text = TextVersion.objects.filter(key=text.key, **numbers).select_related("by")
    return [version_of(row, text) for row in of_text.order_by("-version")[:most]]


def version_of(row: TextVersion, text: EditableText) -> Version:
    """A stored version; a reset reads as what the portal ships today."""
    first = _shipped(text)
    words = first if row.is_reset else Wording(row.subject, row.text)
    return Version(row.version, words, first, row.at, row.by)


def version_of_rules(row: HouseRules) -> Version:
    """A version of the house rules, from a row `with_shipped_text()`."""
    first = Wording("", str(vars(row)["shipped_text"]).strip())
    words = Wording("", row.text.strip())
    return Version(row.version, words, first, row.published_at, row.published_by)


def _shipped(text: EditableText) -> Wording:
    """What the portal ships; of house rules that is a row."""
    if text.mail is not None:
        return shipped(text.mail.name)
    return Wording("", as_lines(SIGNPOSTS) if text.kind == TextKind.WHICH_APP else DEFAULT_WELCOME)


def save(text: EditableText, wording: Wording, *, seen: int, by: User, now: datetime) -> int:
    """Make the next version; tells its number. What stands there already is not stored again."""
    return _save(text, newest_of(text), wording, seen=seen, by=by, now=now)


def reset(text: EditableText, *, seen: int, by: User, now: datetime) -> int:
    """Back to what the portal ships, as a version of its own."""
    newest = newest_of(text)
    return _save(text, newest, newest.shipped, seen=seen, by=by, now=now)


def _save(
    text: EditableText, newest: Version, wording: Wording, *, seen: int, by: User, now: datetime
) -> int:
    if newest.wording == wording:
        return newest.number
    if newest.number != seen:
        raise Overtaken(newest)
    number, is_reset = newest.number + 1, wording == newest.shipped
    try:
        with transaction.atomic():
            _store(text, wording, number=number, is_reset=is_reset, by=by, now=now)
            record(
                "text.reset" if is_reset else "text.changed",
                by=by,
                subject=f"text:{text.key}",
                facts={"version": number},
                now=now,
            )
    except IntegrityError as taken:  # somebody else got this number
        raise Overtaken(newest_of(text)) from taken
    texts_in_force.forget()
    return number


def _store(
    text: EditableText, wording: Wording, *, number: int, is_reset: bool, by: User, now: datetime
) -> None:
    if text.kind == TextKind.RULES:
        HouseRules.objects.create(
            variant=text.variant,
            version=number,
            text=wording.text,
            published_at=now,
            published_by=by,
        )
        return
    TextVersion.objects.create(
        key=text.key,
        version=number,
        subject="" if is_reset else wording.subject,
        text="" if is_reset else wording.text,
        is_reset=is_reset,
        at=now,
        by=by,
    )
