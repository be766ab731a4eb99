"""The texts that Platform Dorst edits: which there are, and how they stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from dorst_portal.accounts.models import User
from dorst_portal.kit.rows.added import Added
from dorst_portal.kit.rows.keyset import NUMBER, Keyset, Page
from dorst_portal.languages.current import DUTCH
from groups.models import HouseRules, RulesVariant, TextVersion
from groups.models.watchgroups import DEFAULT_WELCOME
from groups.wording import texts_in_force
from groups.wording.contact_advice import shipped_advice
from groups.wording.contact_advice_lines import as_lines
from groups.wording.mail_texts import MAIL_TEXTS, MailText, Wording, shipped

VERSIONS_ON_A_PAGE: Final = 10
_NEWEST_FIRST: Final = Keyset({"-version": NUMBER})


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


def all_texts() -> Mapping[str, EditableText]:
    """Every text that can be edited, by its key, in the order of the list."""
    rules = (
        EditableText(
            f"spelregels-{variant.value}",
            _("Spelregels {variant}").format(variant=variant.label),
            _("Op de pagina Spelregels, bij groepen en bij meedoen."),
            TextKind.RULES,
            variant=variant.value,
        )
        for variant in RulesVariant
    )
    pages = (
        EditableText(
            texts_in_force.WHICH_APP,
            _("Welke app of welk nummer?"),
            _("Op de pagina Welke app of welk nummer."),
            TextKind.WHICH_APP,
        ),
        EditableText(
            texts_in_force.WELCOME,
            _("Welkomsttekst van een nieuwe groep"),
            _("Hiermee begint een nieuwe groep. Een beheerder past hem daarna aan."),
            TextKind.WELCOME,
        ),
    )
    mails = (
        EditableText(
            f"{texts_in_force.MAIL}{mail.name}",
            mail.title,
            _("Mail aan bewoners.")
            if mail.to_residents
            else _("Mail aan beheerders of coördinatoren."),
            TextKind.MAIL,
            mail=mail,
        )
        for mail in MAIL_TEXTS.values()
    )
    return {text.key: text for text in (*rules, *pages, *mails)}


def newest_of(text: EditableText) -> Version:
    """The version that is in force."""
    found = versions_of(text, most=1).rows
    return found[0] if found else never_changed(text)


def never_changed(text: EditableText) -> Version:
    """How a text stands of which there is no version: what the portal ships."""
    words = _shipped(text)
    return Version(0, words, words)


def versions_of(
    text: EditableText, *, after: str = "", only: int = 0, most: int = VERSIONS_ON_A_PAGE
) -> Page[Version]:
    """The versions of a text, newest first: a page by key, or the one with a number."""
    numbers: dict[str, int] = {"version": only} if only else {}
    if text.kind == TextKind.RULES:
        of_variant = HouseRules.objects.filter(variant=text.variant, **numbers).with_shipped_text()
        rules = of_variant.select_related("published_by")
        return _NEWEST_FIRST.page(rules, after=after, size=most).each(version_of_rules)
    of_text = TextVersion.objects.filter(key=text.key, **numbers).select_related("by")
    found = _NEWEST_FIRST.page(of_text, after=after, size=most)
    return found.each(lambda row: version_of(row, text))


def version_of(row: TextVersion, text: EditableText) -> Version:
    """A stored version; a reset reads as what the portal ships today."""
    first = _shipped(text)
    words = first if row.is_reset else Wording(row.subject, row.text)
    return Version(row.version, words, first, row.at, row.by)


@dataclass(frozen=True)
class _Shipped(Added):
    shipped_text: str


def version_of_rules(row: HouseRules) -> Version:
    """A version of the house rules, from a row `with_shipped_text()`."""
    first = Wording("", _Shipped.of(row).shipped_text.strip())
    words = Wording("", row.text.strip())
    return Version(row.version, words, first, row.published_at, row.published_by)


def _shipped(text: EditableText) -> Wording:
    """What the portal ships, in Dutch whatever the page is said in: it is compared with what was
    typed, and may be saved. Of house rules it is a row.
    """
    with override(DUTCH):
        if text.mail is not None:
            return shipped(text.mail.name)
        if text.kind == TextKind.WHICH_APP:
            return Wording("", as_lines(shipped_advice()))
        return Wording("", DEFAULT_WELCOME)
