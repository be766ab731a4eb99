"""The mails that Platform Dorst may word itself, and what may stand in them.

The file in `templates/emails/groups/<room>/` is what the portal ships: its first line is the
subject, and from "Groet," on it stays as it is, so that every mail says why somebody gets it, and
where to stop or change something. Between braces stand the places that the portal fills in, all of
them in one go. The names of the village ({organisatie}, {buurtpreventie}) stand only in a file, and
are filled in before anybody words it anew. No template engine reads any of it. Of a mail to
residents a file in each other language stands in the folder of that language (`<room>/en/`), and
nobody words it anew. The mails of `FIXED` are templates, which nobody words anew either.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from dorst_portal.identity.current import here, here_text
from dorst_portal.languages.current import CODES, DUTCH, language_now
from dorst_portal.languages.words import lazy_text

LINK: Final = "{link}"
MOST_SUBJECT: Final = 55
MOST_WORDS: Final = 120
_TEMPLATES: Final = Path(settings.BASE_DIR) / "templates"
_PLACE: Final = re.compile(r"\{[a-z_]+\}")
_EMPTY_LINES: Final = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class _Frame:
    """What is the same in every mail of one language: how it takes leave, where somebody stops or
    changes something, and how it begins to say why somebody gets it.
    """

    leave: str
    stop: str
    why: str


_FRAMES: Final[Mapping[str, _Frame]] = {
    "nl": _Frame("Groet,", "Stoppen of iets wijzigen?", "Je krijgt deze e-mail omdat"),
    "en": _Frame("Kind regards,", "Stop or change something?", "You get this email because"),
    "pl": _Frame(
        "Pozdrawiamy,", "Chcesz zrezygnować lub coś zmienić?", "Dostajesz ten e-mail, ponieważ"
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a text: what comes there, an example, and the longest that fits a subject (0
    for what is too long for one).
    """

    about: str
    example: str
    longest: int = 0


PLACES: Final[Mapping[str, Place]] = {
    "{kenmerk}": Place(lazy_text("het nummer van de aanvraag"), "D-4F7K2M", 8),
    "{groep}": Place(lazy_text("de naam van de groep"), "Spoorstraat", 10),
    "{oordeel}": Place(lazy_text("adres klopt, of let op adres"), "adres klopt", 12),
    "{adres}": Place(lazy_text("wat we van het adres weten"), "Het adres klopt."),
    "{app}": Place(lazy_text("de app van de groep"), "WhatsApp", 8),
    "{wat}": Place(lazy_text("het woord aanvraag of vraag"), "aanvraag", 8),
    "{soort}": Place(lazy_text("aanmelding, vraag of idee voor een groep"), "aanmelding", 19),
    "{rol}": Place(lazy_text("beheerder of plaatsvervanger"), "beheerder", 15),
    "{dagen}": Place(lazy_text("hoeveel dagen het al wacht"), "3", 3),
    "{aantal}": Place(lazy_text("hoeveel aanvragen het zijn"), "3 aanvragen", 15),
    "{wachtend}": Place(lazy_text("hoeveel aanvragen wachten"), "3 aanvragen wachten", 30),
    "{groepen}": Place(lazy_text("de groep of de groepen"), "groep Spoorstraat"),
    "{wie}": Place(lazy_text("wie het schrijft"), "De beheerder van groep Spoorstraat"),
    "{vraag}": Place(lazy_text("de vraag aan de bewoner"), "Woon je hier al?"),
    "{antwoord}": Place(lazy_text("het antwoord"), "Je beheerder helpt je graag."),
    "{besluit}": Place(
        lazy_text("het besluit met de reden"),
        "Je kunt niet meedoen met groep Spoorstraat. "
        "Je adres ligt niet in de straten van de groep.",
    ),
    "{toelichting}": Place(
        lazy_text("wat de beheerder erbij schreef, als dat er is"),
        "De beheerder schrijft: Kijk eens bij groep Seters.",
    ),
    "{waarheen}": Place(
        lazy_text("wie er nu naar kijkt"),
        "Je aanmelding hoort bij groep Seters. We hebben die daarheen gestuurd. "
        "De beheerder van die groep kijkt ernaar.",
    ),
    "{wie_kijkt}": Place(
        lazy_text("wie er nu naar kijkt"), here_text("{organisation} kijkt er nu ook naar.")
    ),
    "{reden}": Place(lazy_text("de reden"), "er is nog niet beslist"),
    "{route}": Place(lazy_text("waarom geen beheerder het kan"), "geen groep"),
    "{waarover}": Place(lazy_text("waar het over gaat"), "Een aanvraag voor groep Spoorstraat"),
    "{hulp}": Place(lazy_text("de vraag om hulp, voor een plaatsvervanger"), "Kun jij helpen?", 15),
    "{daarna}": Place(
        lazy_text("wat er daarna gebeurt, voor een beheerder"),
        here_text("Duurt het langer? Dan kijkt {organisation} mee."),
    ),
    "{voor_groep}": Place(
        lazy_text("voor welke groep, als er een is"), "De aanvraag is voor groep Spoorstraat."
    ),
    "{over_groep}": Place(
        lazy_text("over welke groep het gaat, als het e-mailadres bevestigd is"),
        "Het gaat over groep Spoorstraat.",
    ),
    "{beheerder}": Place(
        lazy_text("wie de beheerder is, als die dat goed vindt"), "Je beheerder heet Els."
    ),
    "{taak}": Place(
        lazy_text("wat de taak nu is"),
        "Je neemt over als de beheerder weg is. Je mag nog steeds hetzelfde.",
    ),
    "{oude_groep}": Place(
        lazy_text("wat er met de oude groep is"), "Je blijft zo lang in groep Seters."
    ),
    "{nieuwe_groep}": Place(
        lazy_text("bij welke groep het nu hoort"), "Je adres hoort nu bij groep Seters."
    ),
    "{van_wie}": Place(lazy_text("van wie we de gegevens kregen"), "de beheerder van je groep"),
    # Only in the closing, which stays as it is.
    "{waarom}": Place(
        lazy_text("waarom iemand de mail krijgt"), "beheerder bent van groep Spoorstraat"
    ),
    "{stoppen}": Place(
        lazy_text("waar iemand kan stoppen of iets wijzigen"), "https://portal.example.org/stoppen/"
    ),
}
_EXAMPLES: Final = {place: about.example for place, about in PLACES.items()}


@dataclass(frozen=True, slots=True)
class MailText:
    """A mail: what it is called, to whom it goes, what may and what has to stand in it."""

    name: str
    title: str
    to_residents: bool = True
    places: tuple[str, ...] = ()
    has_link: bool = False
    must: tuple[str, ...] = ()

    @property
    def allowed(self) -> tuple[str, ...]:
        """Everything that may stand between braces."""
        return (*self.places, LINK) if self.has_link else self.places


def _rows() -> Iterator[MailText]:
    number, group, at_group = "{kenmerk}", "{groep}", "{over_groep}"
    yield MailText(
        "receipt",
        lazy_text("Je aanvraag is binnen"),
        places=("{wat}", number, at_group),
        has_link=True,
    )
    yield MailText("news", lazy_text("Er is nieuws"), places=(number,), has_link=True)
    yield MailText(
        "new_link", lazy_text("Een nieuwe link"), places=(number, at_group), has_link=True
    )
    asked = (number, "{wie}", "{vraag}")
    yield MailText(
        "asked", lazy_text("Een vraag terug"), places=asked, has_link=True, must=("{vraag}",)
    )
    answer = (number, "{wie}", "{antwoord}")
    yield MailText(
        "answered", lazy_text("Antwoord op een vraag"), places=answer, must=("{antwoord}",)
    )
    yield MailText("approved", lazy_text("Je mag in de groep"), places=(group, number))
    yield MailText(
        "approved_own_page",
        lazy_text("Je mag in de groep (knop)"),
        places=(group, number),
        has_link=True,
    )
    in_group = (group, number, "{app}", "{beheerder}")
    yield MailText(
        "added", lazy_text("Welkom in de groep"), places=in_group, has_link=True, must=(group,)
    )
    refusal = ("{soort}", number, "{besluit}", "{toelichting}")
    must = ("{besluit}", "{toelichting}")
    yield MailText(
        "declined", lazy_text("Het gaat niet door"), places=refusal, has_link=True, must=must
    )
    sent_on = ("{soort}", number, "{waarheen}")
    yield MailText("forwarded", lazy_text("Doorgestuurd"), places=sent_on, must=("{waarheen}",))
    longer = ("{soort}", number, "{wie_kijkt}", at_group)
    yield MailText("takes_longer", lazy_text("Het duurt langer"), places=longer)
    yield MailText("reopened", lazy_text("We kijken opnieuw"), places=(number, at_group))
    yield MailText("expired", lazy_text("Gestopt na 30 dagen stilte"), places=(number,))
    yield MailText("founded", lazy_text("De nieuwe groep is er"), places=(group, number))
    yield MailText(
        "group_open", lazy_text("Er is nu een groep voor je adres"), places=(group, number)
    )
    yield MailText("own_page", lazy_text("De link van je eigen pagina"), has_link=True)
    yield MailText("new_email", lazy_text("De link voor een nieuw e-mailadres"), has_link=True)
    yield MailText("email_changed", lazy_text("Je e-mailadres is veranderd"))
    new_group = ("{nieuwe_groep}",)
    yield MailText(
        "address_moved", lazy_text("Adres bij andere groep"), True, new_group, True, new_group
    )
    moves = (number, "{oude_groep}", "{wie}")
    yield MailText(
        "moving_house", lazy_text("Je verhuizing is doorgegeven"), places=moves, has_link=True
    )
    yield MailText("left", lazy_text("Je bent gestopt"), places=(group, "{app}"), must=(group,))
    yield MailText(
        "told_on_list",
        lazy_text("Je staat op een ledenlijst"),
        places=(group, "{van_wie}"),
        has_link=True,
        must=(group, "{van_wie}"),
    )
    yield from _to_staff(number, group)


def _to_staff(number: str, group: str) -> Iterator[MailText]:
    def row(name: str, title: str, *places: str, must: tuple[str, ...] = ()) -> MailText:
        return MailText(name, title, False, places, has_link=True, must=must)

    fits = ("{oordeel}", "{adres}")
    yield row("new_request", lazy_text("Nieuwe aanvraag"), group, number, *fits, must=("{adres}",))
    yield row("new_question", lazy_text("Nieuwe vraag"), group, number)
    yield row("new_to_add", lazy_text("Iemand staat klaar om toe te voegen"), group, number)
    yield row(
        "invitation", lazy_text("Wil je beheerder worden?"), "{rol}", group, must=("{rol}", group)
    )
    about = ("{waarover}", "{dagen}", "{hulp}", "{daarna}")
    yield row("reminder", lazy_text("Een aanvraag wacht"), number, *about, must=("{waarover}",))
    yield row("digest", lazy_text("Dagbericht"), "{wachtend}", "{groepen}", must=("{wachtend}",))
    yield row("not_added_yet", lazy_text("Nog niet in de groep?"), number, group)
    yield row("replied", lazy_text("Antwoord van de bewoner"), number, "{voor_groep}")
    yield row("withdrawn", lazy_text("Ingetrokken"), number)
    to_staff = here_text("Doorgezet naar {organisation}")
    yield row("escalated", to_staff, number, group, "{reden}")
    for_staff = here_text("Aanvraag voor {organisation}")
    yield row("for_coordinators", for_staff, number, "{wat}", "{route}")
    yield row("waiting_to_review", lazy_text("Wachtlijst nakijken"), "{aantal}", must=("{aantal}",))
    yield row(
        "coordinator_appointed", lazy_text("Een coördinator als beheerder"), group, must=(group,)
    )
    yield from _about_groups(row, group)


def _about_groups(row: Callable[..., MailText], group: str) -> Iterator[MailText]:
    role, both = "{rol}", ("{rol}", group)
    yield row("deputy_invitation", lazy_text("Word je plaatsvervanger?"), group, must=(group,))
    yield row("invitation_reminder", lazy_text("Denk je er nog over na?"), *both, must=both)
    yield row("invitation_unanswered", lazy_text("Geen antwoord op de vraag"), *both, must=(group,))
    yield row("role_changed", lazy_text("Een andere taak"), *both, "{taak}", must=both)
    yield row("wants_to_stop", lazy_text("Iemand wil stoppen"), *both, must=(group,))
    yield row("successor_there", lazy_text("Je kunt nu stoppen"), group, "{app}", must=(group,))
    yield row("member_left", lazy_text("Een deelnemer is gestopt"), group, "{app}", must=(group,))
    yield row("number_changed", lazy_text("Een deelnemer heeft een nieuw nummer"), group, "{app}")
    yield row("group_left_alone", lazy_text("Een groep zonder beheerder"), group, must=(group,))
    yield row("does_it_live", lazy_text("Leeft de groep nog?"), group, must=(group,))
    yield row("is_list_right", lazy_text("Klopt je ledenlijst?"), group, "{app}", must=(group,))
    yield row("group_paused", lazy_text("De groep staat op pauze"), group, must=(group,))
    yield row("group_resumed", lazy_text("De groep is weer open"), group, must=(group,))
    yield row("partner_reported", lazy_text("Gegevens van een partner kloppen niet"))
    ended = (role, group, "{app}")
    yield MailText(
        "appointment_ended", lazy_text("Je taak is gestopt"), False, ended, must=(group,)
    )
    archived = (group, "{app}")
    yield MailText(
        "group_archived", lazy_text("De groep is opgeheven"), False, archived, must=(group,)
    )


MAIL_TEXTS: Final[Mapping[str, MailText]] = {row.name: row for row in _rows()}
# What these say depends on too much: they stay templates of the portal.
FIXED: Final[Mapping[str, str]] = {
    "addresses_came": lazy_text("Adressen erbij"),
    "addresses_left": lazy_text("Adressen weg"),
    "alert_still_running": lazy_text("Een melding loopt nog"),
    "alert_overview": lazy_text("Maandoverzicht voor een partner"),
    "alert_relay_over": lazy_text("Een doorgegeven melding is voorbij"),
    "alert_relayed": lazy_text("Een melding van een andere groep"),
    "alert_to_officer": lazy_text("Een melding aan de wijkagent"),
    "bulletin": lazy_text("Bericht om te delen"),
    "bulletin_reminder": lazy_text("Nog delen"),
    "drill_called_off": lazy_text("Oefening gaat niet door"),
    "drill_planned": here_text("Oefening van heel {village}"),
    "mail_tried": lazy_text("Proefmail"),
    "member_erased": lazy_text("Lid liet alles wissen"),
    "monthly": lazy_text("Maandbericht"),
    "objection_came": lazy_text("Bezwaar tegen bijzonderheden"),
    "objection_late": lazy_text("Bezwaar wacht te lang"),
    "partners_to_check": lazy_text("Partners nakijken"),
    "purge_waits": lazy_text("Wissen wacht op een coördinator"),
    "week_review": lazy_text("Weekoverzicht"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """A subject and a text, as typed: with their places still open."""

    subject: str
    text: str


def shipped(name: str) -> Wording:
    """What the portal ships, without the closing, with the names of the village in it."""
    subject, _line_end, rest = _source(name).partition("\n")
    text = rest.partition(_leave(name))[0].strip()
    return Wording(with_names(subject.strip()), with_names(text))


def closing(name: str) -> str:
    """The end of a mail, which nobody words anew, with the names of the village in it."""
    _text, leave, rest = _source(name).partition(_leave(name))
    text = f"{leave.lstrip()}{rest.strip()}\n"
    return with_names(with_way_to_stop(text, language=language_of(name)))


def with_names(text: str) -> str:
    """The text of a file with the names of the village, which no other place stands for."""
    names = here()
    text = text.replace("{organisatie}", names.organisation)
    return text.replace("{buurtpreventie}", names.watch)


def with_way_to_stop(text: str, *, language: str = DUTCH) -> str:
    """The end of a mail with where to stop or change something, before why somebody gets it."""
    frame = _FRAMES[language]
    before, why, rest = text.rpartition(frame.why)
    return f"{before}{frame.stop} {{stoppen}}\n{why}{rest}"


def language_of(name: str) -> str:
    """The language in which this mail would leave now: only residents read another than Dutch."""
    return language_now() if MAIL_TEXTS[name].to_residents else DUTCH


def about(place: str) -> str:
    """What comes at a place, in words for who writes."""
    return _("de link, op een eigen regel") if place == LINK else PLACES[place].about


def places_in(text: str) -> set[str]:
    """The places that stand in a text."""
    return set(_PLACE.findall(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled in one go: what is filled in is never looked at again, and
    makes no place for a link. A place without words leaves no blanks behind.
    """
    safe = {name: value.replace(LINK, "(link)") for name, value in values.items()}
    filled = _PLACE.sub(lambda found: safe.get(found[0], found[0]), text)
    lines = (" ".join(line.split()) for line in filled.split("\n"))
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def fill_subject(text: str, values: Mapping[str, str]) -> str:
    """A subject on one line that fits: the name of a group gives way."""
    filled = " ".join(fill(text, values).split())
    too_long = len(filled) - MOST_SUBJECT
    group = values.get("{groep}", "")
    if too_long > 0 and group:
        shorter = {"{groep}": group[: max(len(group) - too_long - 1, 1)] + "…"}
        filled = " ".join(fill(text, {**values, **shorter}).split())
    return filled[:MOST_SUBJECT]


def example(name: str, wording: Wording) -> Wording:
    """How a mail reads, filled with what might stand in it."""
    text = f"{fill(wording.text, _EXAMPLES)}\n\n{example_closing(name)}"
    return Wording(fill_subject(wording.subject, _EXAMPLES), text)


def example_closing(name: str) -> str:
    """The end of a mail, filled with what might stand in it."""
    return fill(closing(name), _EXAMPLES)


@cache
def template_of(name: str, language: str = DUTCH) -> str:
    """Where the template of a mail stands, below `templates/`: in the folder of its room, and there
    in the one of its language, unless that is Dutch.
    """
    found = (_TEMPLATES / "emails").rglob(f"{name}.txt")
    dutch = next(path for path in found if path.parent.name not in CODES)
    path = dutch if language == DUTCH else dutch.parent / language / dutch.name
    return path.relative_to(_TEMPLATES).as_posix()


def _source(name: str) -> str:
    return _read(template_of(name, language_of(name)))


@cache
def _read(template: str) -> str:
    return (_TEMPLATES / template).read_text()


def _leave(name: str) -> str:
    return f"\n\n{_FRAMES[language_of(name)].leave}\n"
