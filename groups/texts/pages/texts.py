"""What the pages on which Platform Dorst edits its texts show. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import override

from dorst_portal.languages.current import DUTCH
from groups.models import HouseRules, Membership, RulesVariant, TextVersion, WatchGroup
from groups.requests.pages.mail_preview import LINK_IN_WORDS
from groups.texts.pages import editable
from groups.texts.pages.editable import EditableText, TextKind, Version
from groups.texts.plain_language import Meter, measure
from groups.welcome import welcome_message
from groups.wording import mail_texts
from groups.wording.contact_advice import ContactAdvice
from groups.wording.contact_advice_lines import AdviceMistakes, read_contact_advice
from groups.wording.mail_texts import MailText, Wording

# A rule that names it wants a decision of Platform Dorst (docs/sources.md).
SKIN_COLOUR: Final = "huidskleur"
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
    contact_advice: Sequence[ContactAdvice] = ()

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
class Source:
    """Where a line of the page about apps and numbers comes from, and when somebody checked it;
    visitors do not read this.
    """

    situation: str
    what: str
    source: str
    checked_on: date | None


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
    sources: Sequence[Source] = ()
    names_skin_colour: bool = False


def texts_page() -> TextsPage:
    """All texts with how they stand, in two queries."""
    stored = {row.key: row for row in TextVersion.objects.newest().select_related("by")}
    newest_rules = HouseRules.objects.newest().with_shipped_text().select_related("published_by")
    rules = {row.variant: editable.version_of_rules(row) for row in newest_rules}
    rows = [
        TextRow(text, rules.get(text.variant) or _newest(text, stored.get(text.key)))
        for text in editable.all_texts().values()
    ]
    mails = [row for row in rows if row.text.mail]
    return TextsPage(
        pages=[row for row in rows if not row.text.mail],
        to_residents=[row for row in mails if row.text.mail and row.text.mail.to_residents],
        to_staff=[row for row in mails if row.text.mail and not row.text.mail.to_residents],
        fixed=list(mail_texts.FIXED.values()),
    )


def _newest(text: EditableText, stored: TextVersion | None) -> Version:
    return editable.version_of(stored, text) if stored else editable.never_changed(text)


def text_page(text: EditableText, *, after: str) -> TextPage:
    """One text: how it stands, a page of its versions, and what may stand in it."""
    page = editable.versions_of(text, after=after)
    newest = page.rows[0] if page.is_first and page.rows else editable.newest_of(text)
    allowed = text.mail.allowed if text.mail else ()
    return TextPage(
        text=text,
        newest=newest,
        versions=page.rows,
        next_key=page.next_key,
        places=[(place, mail_texts.about(place)) for place in allowed],
        closing=_closing(text.mail) if text.mail else "",
        accepted=_accepted(text.variant) if text.kind == TextKind.RULES else (),
        sources=_sources(newest.wording.text) if text.kind == TextKind.WHICH_APP else (),
        names_skin_colour=text.kind == TextKind.RULES
        and SKIN_COLOUR in newest.wording.text.lower(),
    )


def shown(text: EditableText, wording: Wording) -> Shown:
    """How a text will be read, in Dutch, with examples where the portal fills something in."""
    with override(DUTCH):
        subject, words = _filled(text, wording)
    contact_advice = read_contact_advice(wording.text) if text.kind == TextKind.WHICH_APP else ()
    return Shown(
        kind=text.kind,
        subject=subject,
        text=words,
        words=len(words.split()),
        meter=measure(
            _prose(contact_advice) if contact_advice else words.replace(LINK_IN_WORDS, "\n")
        ),
        rules=HouseRules(text=words).rules() if text.kind == TextKind.RULES else (),
        contact_advice=contact_advice,
    )


def _filled(text: EditableText, wording: Wording) -> tuple[str, str]:
    """Subject and text with their examples."""
    if text.mail is not None:
        mail = mail_texts.example(text.mail.name, wording)
        return mail.subject, mail.text.replace(mail_texts.LINK, LINK_IN_WORDS)
    if text.kind == TextKind.WELCOME:
        template = wording.text.replace(mail_texts.LINK, LINK_IN_WORDS)
        group = WatchGroup(name=GROUP, welcome_text=template)
        return "", welcome_message(group, to_name=FIRST_NAME, by_name=BEHEERDER)
    return "", wording.text


def _closing(mail: MailText) -> str:
    """The end of a mail, as it is sent: in Dutch."""
    with override(DUTCH):
        return mail_texts.example_closing(mail.name)


def _sources(text: str) -> Sequence[Source]:
    """Of every way in the text of now; what nobody checked stands first."""
    try:
        posts = read_contact_advice(text)
    except AdviceMistakes:  # was right by the rules of an older portal
        return ()
    found = [
        Source(post.situation, way.number or way.words, way.source, way.checked_on)
        for post in posts
        for way in post.ways
    ]
    return sorted(found, key=lambda one: one.checked_on is not None)


def _prose(contact_advice: Sequence[ContactAdvice]) -> str:
    """What is read as sentences, without numbers and sources."""
    lines = [line for post in contact_advice for line in (post.situation, post.text)]
    return "\n".join(
        [*lines, *(way.words for post in contact_advice for way in post.ways if way.words)]
    )


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
    name = _("Versie {number}").format(number=number)
    return name if of == variant else f"{name} ({RulesVariant(of).label})"
