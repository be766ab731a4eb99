"""Every mail in every state on one page: to read, and for the tests to walk over.

Nothing is stored or sent: the people and requests here live in memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override

from alerts.models import Drill
from alerts.values.choices import Category
from dorst_portal.accounts.letters import subject_and_text
from dorst_portal.accounts.models import User
from dorst_portal.identity.current import here
from dorst_portal.kit.access import demo
from dorst_portal.languages.current import DUTCH
from groups.models import (
    Appointment,
    AppointmentRole,
    CoverageChange,
    DeclineReason,
    GroupStatus,
    ResidentRequest,
    RouteReason,
    WatchGroup,
)
from groups.requests.emails import wording
from groups.values.states import Kind, Owner, State

REFERENCE = "D-4F7K2M"
PLACE_OF_LINK = "https://portal.example.org/…"
ACCOUNT_MAILS = (
    "account/email/login_code",
    "account/email/fresh_code",
    "account/email/password_changed",
    "mfa/email/passkey_added",
    "mfa/email/passkey_removed",
    "mfa/email/recovery_codes_generated",
    "mfa/email/second_factor_reset",
    "mfa/email/totp_activated",
    "mfa/email/totp_deactivated",
)


@dataclass(frozen=True)
class ShownMail:
    """One mail in one state: the name of its template, what is special, and how it reads in its
    language.
    """

    name: str
    state: str
    subject: str
    text: str
    language: str = DUTCH


@demo
def mail_gallery(request: HttpRequest) -> HttpResponse:
    """All mails, each in every state that changes its words."""
    return render(request, "demo/mail_gallery.html", {"mails": list(all_mails())})


def all_mails() -> Iterator[ShownMail]:
    """Mails to residents in every language, to beheerders and coordinators, and about accounts."""
    for language, its_name in settings.LANGUAGES:
        for name, state, request, facts in _to_residents():
            with override(language):
                subject, text = wording(name, request, **facts)
            text = text.replace("{link}", PLACE_OF_LINK)
            in_words = state if language == DUTCH else f"{state} ({its_name})".strip()
            yield ShownMail(name, in_words, subject, text, language)
    for name, state, request, facts in _to_staff():
        subject, text = wording(name, request, **facts)
        yield ShownMail(name, state, subject, text.replace("{link}", PLACE_OF_LINK))
    for prefix in ACCOUNT_MAILS:
        subject, text = subject_and_text(prefix, {"code": "1234-5678", "minutes": 10})
        yield ShownMail(prefix, "", subject, text.replace("{link}", PLACE_OF_LINK))


Variant = tuple[str, str, ResidentRequest, dict[str, Any]]
GROUP = WatchGroup(name="Spoorstraat", slug="spoorstraat", status=GroupStatus.ACTIVE)
CONFIRMED = datetime(2026, 11, 22, 12, tzinfo=UTC)


def _asked(kind: Kind = Kind.JOIN, owner: Owner = Owner.GROUP, **facts: Any) -> ResidentRequest:
    group = GROUP if owner == Owner.GROUP else None
    known = {"reference": REFERENCE, "kind": kind, "owner": owner, "group": group}
    return ResidentRequest(**(known | facts))


def _to_residents() -> Iterator[Variant]:
    for kind in Kind:
        yield "receipt", kind.label, _asked(kind), {}
        yield "takes_longer", kind.label, _asked(kind), {}
        yield "reopened", kind.label, _asked(kind), {}
        yield "expired", kind.label, _asked(kind), {}
    yield "takes_longer", f"bij {here().organisation}", _asked(owner=Owner.COORDINATORS), {}
    yield "news", "e-mail niet bevestigd", _asked(), {}
    yield "new_link", "", _asked(), {}
    yield "new_link", "e-mail bevestigd", _asked(email_confirmed_at=CONFIRMED), {}
    yield "approved", "", _asked(state=State.APPROVED), {}
    for shares in (False, True):
        who = User(name="Els Beheer", shares_first_name=shares)
        state = "met voornaam" if shares else ""
        yield "added", state, _asked(state=State.ADDED), {"beheerder": who}
    for reason in DeclineReason:
        note = "We kennen dit adres niet." if reason == DeclineReason.OTHER else ""
        declined = _asked(decline_reason=reason, decline_note=note)
        yield "declined", str(reason.label), declined, {}
    idea = _asked(
        Kind.NEW_GROUP, decline_reason=DeclineReason.OTHER, decline_note="Er is al een groep."
    )
    yield "declined", "idee voor een groep", idea, {}
    for owner in Owner:
        for kind in (Kind.JOIN, Kind.QUESTION):
            yield "forwarded", f"{kind.label}, naar {owner.label}", _asked(kind, owner), {}
        asked = {"words": "Woon je hier al?"}
        yield "asked", f"door {owner.label}", _asked(owner=owner), asked
        answer = {"words": "Je beheerder helpt je graag."}
        yield "answered", f"door {owner.label}", _asked(Kind.QUESTION, owner), answer
    yield from _to_members()
    yield "founded", "", _asked(Kind.NEW_GROUP, state=State.FOUNDED), {}
    yield "group_open", "", _asked(), {}


def _to_members() -> Iterator[Variant]:
    """About the own page, and what somebody does there."""
    yield "approved_own_page", "", _asked(state=State.APPROVED), {}
    for name in ("own_page", "new_email", "email_changed"):
        yield name, "", _asked(), {}
    yield "left", "", _asked(), {"group": GROUP}
    for left in (False, True):
        state = "en gestopt" if left else "en gebleven"
        yield "moving_house", state, _asked(), {"old": GROUP, "left": left}
    for proved in (False, True):
        state = "e-mail bevestigd" if proved else ""
        yield "address_moved", state, _asked(), {"group": GROUP, "proved": proved}
    for by_platform in (False, True):
        who = here().organisation if by_platform else "de beheerder"
        yield "told_on_list", f"van {who}", _asked(), {"group": GROUP, "by_platform": by_platform}


def _to_staff() -> Iterator[Variant]:
    for name in ("member_left", "number_changed"):
        yield name, "", _asked(), {"group": GROUP}
    for fits in (True, False):
        verdict = "adres klopt" if fits else "let op adres"
        yield "new_request", verdict, _asked(), {"fits": fits}
    yield "new_question", "", _asked(Kind.QUESTION), {}
    yield "new_to_add", "al goedgekeurd", _asked(state=State.APPROVED), {}
    for reason in RouteReason:
        theirs = _asked(owner=Owner.COORDINATORS, route_reason=reason)
        yield "for_coordinators", str(reason.label), theirs, {}
    for reason in (RouteReason.COVERED, RouteReason.ALL_AWAY):
        yield "escalated", str(reason.label), _asked(route_reason=reason), {}
    for owner in Owner:
        yield "reminder", f"dag 3, bij {owner.label}", _asked(owner=owner), _reminder(owner)
        approved = _asked(owner=owner, state=State.APPROVED, group=GROUP)
        yield "not_added_yet", owner.label, approved, {}
        yield "replied", owner.label, _asked(owner=owner), {}
        yield "withdrawn", owner.label, _asked(owner=owner), {}
    yield "reminder", "dag 5", _asked(), {"days": 5, "role": "deputy"}
    for number in (1, 3, 101):
        digest = {"number": number, "groups": ["Spoorstraat"]}
        yield "digest", f"{number}", _asked(), digest
    yield "digest", "2 groepen", _asked(), {"number": 2, "groups": ["Seters", "Spoorstraat"]}
    yield "partner_reported", "", _asked(), {}
    yield "purge_waits", "", _asked(), {}
    yield "mail_tried", "", _asked(), {}
    yield "objection_came", "", _asked(), {}
    yield "objection_late", "", _asked(), {}
    yield "member_erased", "", _asked(), {"group": GROUP}
    for number in (1, 3):
        yield "partners_to_check", f"{number}", _asked(), {"number": number}
    concerns = ["1 groep heeft geen beheerder", "2 groepen hebben meer dan 50 leden"]
    for more in (0, 3):
        told = {"lines": concerns, "more": more, "number": 2 + more}
        yield "monthly", f"{2 + more}", _asked(), told
        yield "waiting_to_review", f"{number}", _asked(), {"number": number}
    for role in AppointmentRole:
        appointment = Appointment(group=GROUP, role=role)
        yield "invitation", role.label, _asked(), {"appointment": appointment, "group": GROUP}
        for name in ("invitation_reminder", "invitation_unanswered", "appointment_ended"):
            yield name, role.label, _asked(), {"appointment": appointment, "group": GROUP}
        for name in ("role_changed", "wants_to_stop"):
            yield name, role.label, _asked(), {"appointment": appointment, "group": GROUP}
    for name in ("deputy_invitation", "group_left_alone", "successor_there"):
        yield name, "", _asked(), {"group": GROUP}
    yield "coordinator_appointed", "", _asked(), {"group": GROUP}
    other = WatchGroup(name="Dennenlaan", slug="dennenlaan")
    for members, undone in ((8, False), (0, False), (8, True)):
        change = CoverageChange(from_group=other, to_group=GROUP, members=members, requests=1)
        state = "teruggedraaid" if undone else f"{members} leden"
        moved = {"change": change, "undone": undone}
        yield "addresses_came", state, _asked(), {"group": GROUP, **moved}
        yield "addresses_left", state, _asked(), {"group": other, **moved}
    for name in (
        "does_it_live",
        "is_list_right",
        "group_paused",
        "group_resumed",
        "group_archived",
    ):
        yield name, "", _asked(), {"group": GROUP}
    for note, groups, more in (("", ["Spoorstraat"], 0), ("Dank je!", ["Seters", "Sparren"], 3)):
        words = {"subject": "Donkere dagen", "note": note, "groups": groups, "more": more}
        yield "bulletin", f"{len(groups)} groepen", _asked(), {"is_test": False, **words}
        yield "bulletin", "test", _asked(), {"is_test": True, **words}
        yield "bulletin_reminder", f"{len(groups)} groepen", _asked(), words
    for is_drill in (False, True):
        state = "oefening" if is_drill else ""
        yield "alert_still_running", state, _asked(), {"group": GROUP, "is_drill": is_drill}
    drill = Drill(at=CONFIRMED, category=Category.MISSING, text="Zoek samen het gele hesje.")
    for name in ("drill_planned", "drill_called_off"):
        yield name, "", _asked(), {"drill": drill, "words": drill.text}
    yield from _about_alerts()
    for number in (1, 3):
        found = {"week": date(2026, 11, 9), "number": number}
        yield "week_review", f"{number}", _asked(), found


def _about_alerts() -> Iterator[Variant]:
    """What is passed on to other groups, and what partners are told."""
    facts = {
        "origin": "Seters",
        "group": "Seters",
        "kind": "Inbraak of poging",
        "street": "Seterseweg",
        "at": "di 12 mei om 20:14",
        "police": "112 is gebeld",
        "state": "Loopt",
        "words": "VOORBIJ – Seterseweg 20:40. Dank voor het opletten. Reageren hoeft niet.",
    }
    for drill in (False, True):
        state, known = "oefening" if drill else "", facts | {"is_drill": drill}
        for via in ("Dennenlaan", ""):
            subject = "Melding van groep Seters"
            by = f"{state} via {via or here().organisation}".strip()
            yield "alert_relayed", by, _asked(), known | {"subject": subject, "via": via}
        subject = "Voorbij: melding van groep Seters"
        yield "alert_relay_over", state, _asked(), known | {"subject": subject}
        yield "alert_to_officer", state, _asked(), known | {"subject": "Melding in groep Seters"}
    for is_empty in (False, True):
        kinds = [] if is_empty else [{"words": "Vernieling", "cell": {"text": "12"}}]
        shown = {"month": "mei 2026", "kinds": kinds, "states": [], "is_empty": is_empty}
        words = {"subject": f"Meldingen buurtpreventie {here().village}, mei 2026"}
        yield "alert_overview", "te weinig" if is_empty else "", _asked(), {**words, **shown}


def _reminder(owner: Owner) -> dict[str, Any]:
    return {"days": 3, "role": "beheerder" if owner == Owner.GROUP else "coordinator"}
