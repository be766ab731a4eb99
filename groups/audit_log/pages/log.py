"""The audit trail in sentences: who did or saw what, the latest first. Reads only.

A complaint about a group is nowhere here for whoever runs that group.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import CharField, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry, EntryQuerySet
from dorst_portal.identity.current import here
from dorst_portal.kit.rows.keyset import NUMBER, Keyset, Page
from dorst_portal.languages.stored import listed_again
from dorst_portal.languages.words import lazy_text
from groups.audit_log.pages.sentences import ACTORS, THE_SITE, Kind, verbs_of, words_of
from groups.models import Bulletin, Partner, ResidentRequest, Street, Subject, WatchGroup
from groups.values.village_time import VILLAGE

PAGE: Final = 50
_LATEST_FIRST: Final = Keyset({"-pk": NUMBER})
_KEPT_WORDS: Final = ("changed", "kind", "why")
_Names = Mapping[str, str]

# How a thing with a name is said, and what is said of one that has no name here.
_NOUNS: Final[Mapping[str, tuple[str, str]]] = {
    "request": (lazy_text("aanvraag {name}"), lazy_text("een aanvraag")),
    "residentrequest": (lazy_text("aanvraag {name}"), lazy_text("een aanvraag")),
    "group": (lazy_text("groep {name}"), lazy_text("een groep")),
    "watchgroup": (lazy_text("groep {name}"), lazy_text("een groep")),
    "membership": ("{name}", lazy_text("een lid")),
    "handover": ("{name}", lazy_text("het doorsturen van een aanvraag")),
    "appointment": ("{name}", lazy_text("een benoeming")),
    "user": (lazy_text("het account van {name}"), lazy_text("een account")),
    "bulletin": (lazy_text("het bericht ‘{name}’"), lazy_text("een bericht")),
    "street": (lazy_text("straat {name}"), lazy_text("een straat")),
    "partner": (lazy_text("partner {name}"), lazy_text("een partner")),
    "contact": ("{name}", lazy_text("een contact")),
    "text": ("{name}", lazy_text("een tekst")),
    "mail": ("{name}", lazy_text("een e-mail")),
    "alert": ("{name}", lazy_text("een melding")),
    "drill": ("{name}", lazy_text("een oefening")),
    "objection": ("{name}", lazy_text("een bezwaar")),
}


@dataclass(frozen=True)
class Filter:
    """What somebody wants to see; None leaves it open. `until` is included."""

    by: Sequence[User] | None = None
    kind: Kind | None = None
    group: WatchGroup | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Line:
    """One line as it is read. `request_pk` leads to the request, for who may open it."""

    at: datetime
    who: str
    sentence: str
    group: str
    request_pk: int | None = None


def log_page(wanted: Filter, *, user: User, after: str, now: datetime) -> Page[Line]:
    """Fifty lines of the whole trail, the latest first."""
    return _page(_filtered(visible_entries(user, now=now), wanted), after=after)


def group_log_page(group: WatchGroup, *, user: User, after: str, now: datetime) -> Page[Line]:
    """Fifty lines of one group, the latest first: for those who run it."""
    here = visible_entries(user, now=now).filter(scope=f"group:{group.pk}")
    return _page(here, after=after)


def visible_entries(user: User, *, now: datetime) -> EntryQuerySet:
    """Without what was done with complaints about a group that this person runs."""
    entries: EntryQuerySet = Entry.objects.all()
    runs = user.appointments.active(now).values("group")
    hidden = ResidentRequest.objects.filter(subject=Subject.COMPLAINT, about_group__in=runs)
    for noun in ("request", "residentrequest"):
        entries = entries.exclude(subject__in=hidden.values_list(subject_of(noun), flat=True))
    return entries


def day_begins(day: date) -> datetime:
    """Midnight in the village."""
    return datetime.combine(day, time(0), tzinfo=VILLAGE)


def names_of(subjects: Iterable[str]) -> _Names:
    """The names of things such as "group:3", in one query; people's own names only of accounts."""
    wanted: dict[str, set[int]] = {}
    for subject in subjects:
        noun, _colon, pk = subject.partition(":")
        if pk.isdecimal():
            wanted.setdefault(noun, set()).add(int(pk))
    parts = [_named_rows(noun, pks) for noun, pks in sorted(wanted.items()) if noun in _ROWS]
    if not parts:
        return {}
    return dict(parts[0].union(*parts[1:], all=True))


_ROWS: Final[Mapping[str, tuple[QuerySet[Any], Any]]] = {
    "request": (ResidentRequest.objects.all(), F("reference")),
    "residentrequest": (ResidentRequest.objects.all(), F("reference")),
    "group": (WatchGroup.objects.all(), F("name")),
    "watchgroup": (WatchGroup.objects.all(), F("name")),
    "user": (User.objects.all(), Coalesce(NullIf("name", Value("")), "email")),
    "bulletin": (Bulletin.objects.all(), F("subject")),
    "street": (Street.objects.all(), F("name")),
    "partner": (Partner.objects.all(), F("name")),
}


def _named_rows(noun: str, pks: set[int]) -> QuerySet[Any]:
    rows, name = _ROWS[noun]
    return (
        rows.order_by()
        .filter(pk__in=pks)
        .values_list(subject_of(noun), Cast(name, CharField(max_length=254)))
    )


def subject_of(noun: str, *, pk: str | OuterRef = "pk") -> Concat:
    """How a line names a row of this kind, such as "request:17", in a query."""
    return Concat(
        Value(f"{noun}:"),
        Cast(pk, CharField(max_length=20)),
        output_field=CharField(max_length=60),
    )


def _filtered(entries: EntryQuerySet, wanted: Filter) -> EntryQuerySet:
    if wanted.by is not None:
        entries = entries.filter(by__in=[user.pk for user in wanted.by])
    if wanted.kind is not None:
        entries = entries.filter(verb__in=verbs_of(wanted.kind))
    if wanted.group is not None:
        entries = entries.filter(scope=f"group:{wanted.group.pk}")
    if wanted.since is not None:
        entries = entries.filter(at__gte=day_begins(wanted.since))
    if wanted.until is not None:
        entries = entries.filter(at__lt=day_begins(wanted.until + timedelta(days=1)))
    return entries


def _page(entries: EntryQuerySet, *, after: str) -> Page[Line]:
    found = _LATEST_FIRST.page(entries.select_related("by"), after=after, size=PAGE)
    names = names_of(subject for entry in found.rows for subject in _subjects_of(entry))
    return found.each(lambda entry: _line(entry, names))


def _subjects_of(entry: Entry) -> list[str]:
    return [entry.scope, entry.subject, f"user:{entry.facts.get('user', '')}"]


class _Facts(dict[str, object]):
    """The facts of a line; what it does not tell stays open."""

    def __missing__(self, _key: str) -> str:
        return "…"


def _line(entry: Entry, names: _Names) -> Line:
    words = words_of(entry.verb)
    says = words.alone if entry.by is None and words.alone else words.says
    noun, _colon, pk = entry.subject.partition(":")
    facts = _Facts(
        {**entry.facts, **_kept_words(entry)},
        organisation=here().organisation,
        village=here().village,
        what=_what(entry.subject, names),
        group=names.get(entry.scope, "…"),
        person=names.get(f"user:{entry.facts.get('user', '')}", _("iemand")),
    )
    known = noun == "request" and entry.subject in names
    return Line(
        at=entry.at,
        who=_who(entry),
        sentence=says.format_map(facts),
        group=names.get(entry.scope, ""),
        request_pk=int(pk) if known else None,
    )


def _kept_words(entry: Entry) -> Mapping[str, str]:
    """What a line keeps in Dutch words of our own, in the language of who reads it."""
    kept = {name: str(entry.facts[name]) for name in _KEPT_WORDS if entry.facts.get(name)}
    return {
        name: listed_again(said) if name == "changed" else _(said) for name, said in kept.items()
    }


def _who(entry: Entry) -> str:
    return str(entry.by) if entry.by else ACTORS.get(entry.actor, THE_SITE)


def _what(subject: str, names: _Names) -> str:
    noun = subject.partition(":")[0]
    named, without = _NOUNS.get(noun, ("{name}", _("iets")))
    name = names.get(subject)
    return without if name is None else named.format(name=name)
