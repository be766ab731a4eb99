"""What the pages on which Platform Dorst edits its texts show. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from groups import mail_texts
from groups.mail_texts import Wording
from groups.models import HouseRules, Membership, RulesVariant, TextVersion, WatchGroup
from groups.plain_language import Meter, measure
from groups.services import texts
from groups.services.mail_preview import LINK_IN_WORDS
from groups.services.texts import EditableText, TextKind, Version
from groups.services.watchgroups import welcome_message
from groups.signpost_lines import read_signposts
from groups.signposts import Signpost

FIRST_NAME, BEHEERDER, GROUP = "Rika", "Els", "Spoorstraat"


@dataclass(frozen=True)
class TextRow:
    """A line of the list: a text with its newest version."""

    text: EditableText
    newest: Version


@dataclass(frozen=True)
class TextsPage:
    """The list: rules and pages, mails to residents, mails to staff, and what cannot be edited."""

    pages: Sequence[TextRow]
    to_residents: Sequence[TextRow]
    to_staff: Sequence[TextRow]
    fixed: Sequence[str]


@dataclass(frozen=True)
class Shown:
    """A text as people will read it; of the last three only what belongs to its kind."""

    kind: TextKind
    subject: str
    text: str
    words: int
    meter: Meter
    rules: Sequence[str] = ()
    signposts: Sequence[Signpost] = ()

    @property
    def is_long(self) -> bool:
        """Whether a mail has more words than people read."""
        return self.kind == TextKind.MAIL and self.words > mail_texts.MOST_WORDS


@dataclass(frozen=True)
class Accepted:
    """How many members agreed to a version of the house rules; an empty name for none at all."""

    version: str
    members: int


@dataclass(frozen=True)
class TextPage:
    """The page of one text."""

    text: EditableText
    newest: Version
    versions: Sequence[Version]
    next_key: str
    places: Sequence[tuple[str, str]]
    closing: str
    accepted: Sequence[Accepted]


def texts_page() -> TextsPage:
    """All texts with how they stand, in two queries."""
    stored = {row.key: row for row in TextVersion.objects.newest().select_related("by")}
    newest_rules = HouseRules.objects.newest().with_shipped_text().select_related("published_by")
    rules = {row.variant: texts.version_of_rules(row) for row in newest_rules}
    rows = [
        TextRow(text, rules.get(text.variant) or _newest(text, stored.get(text.key)))
        for text in texts.all_texts().values()
    ]
    mails = [row for row in rows if row.text.mail]
    return TextsPage(
        pages=[row for row in rows if not row.text.mail],
        to_residents=[row for row in mails if row.text.mail and row.text.mail.to_residents],
        to_staff=[row for row in mails if row.text.mail and not row.text.mail.to_residents],
        fixed=list(mail_texts.FIXED.values()),
    )


def _newest(text: EditableText, stored: TextVersion | None) -> Version:
    return texts.version_of(stored, text) if stored else texts.never_changed(text)


def text_page(text: EditableText, *, before: int) -> TextPage:
    """One text: how it stands, its versions before a number, and what may stand in it."""
    most = texts.VERSIONS_ON_A_PAGE
    versions = texts.versions_of(text, before=before, most=most + 1)
    newest = texts.newest_of(text) if before or not versions else versions[0]
    allowed = text.mail.allowed if text.mail else ()
    return TextPage(
        text=text,
        newest=newest,
        versions=versions[:most],
        next_key=f"{versions[most - 1].number}" if len(versions) > most else "",
        places=[(place, mail_texts.about(place)) for place in allowed],
        closing=mail_texts.example_closing(text.mail.name) if text.mail else "",
        accepted=_accepted(text.variant) if text.kind == TextKind.RULES else (),
    )


def shown(text: EditableText, wording: Wording) -> Shown:
    """How a text will be read, with examples where the portal fills something in."""
    words, subject = wording.text, ""
    if text.mail is not None:
        mail = mail_texts.example(text.mail.name, wording)
        words, subject = mail.text.replace(mail_texts.LINK, LINK_IN_WORDS), mail.subject
    elif text.kind == TextKind.WELCOME:
        template = wording.text.replace(mail_texts.LINK, LINK_IN_WORDS)
        group = WatchGroup(name=GROUP, welcome_text=template)
        words = welcome_message(group, to_name=FIRST_NAME, by_name=BEHEERDER)
    signposts = read_signposts(wording.text) if text.kind == TextKind.WHICH_APP else ()
    return Shown(
        kind=text.kind,
        subject=subject,
        text=words,
        words=len(words.split()),
        meter=measure(_prose(signposts) if signposts else words.replace(LINK_IN_WORDS, "\n")),
        rules=HouseRules(text=words).rules() if text.kind == TextKind.RULES else (),
        signposts=signposts,
    )


def _prose(signposts: Sequence[Signpost]) -> str:
    """What is read as sentences, without numbers and sources."""
    lines = [line for post in signposts for line in (post.situation, post.text)]
    return "\n".join([*lines, *(way.words for post in signposts for way in post.ways if way.words)])


def _accepted(variant: str) -> Sequence[Accepted]:
    """Of the members of groups with these rules: who agreed to which version. One query."""
    waaksamen = variant == RulesVariant.WAAKSAMEN
    members = Membership.objects.current().filter(group__uses_waaksamen=waaksamen)
    of_version = members.order_by().values_list("house_rules__variant", "house_rules__version")
    counted = of_version.annotate(members=Count("pk"))
    newest_first = sorted(counted, key=lambda row: (row[0] == variant, row[1] or 0), reverse=True)
    return [Accepted(_name_of(of, number, variant), count) for of, number, count in newest_first]


def _name_of(of: str | None, number: int | None, variant: str) -> str:
    if of is None:
        return ""
    return f"Versie {number}" + ("" if of == variant else f" ({RulesVariant(of).label})")
