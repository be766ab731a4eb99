"""The mails about alerts and drills, to beheerders: they name a group and nobody. And about
objections, to the coordinators: none holds what was written. They are in Dutch, whoever causes
them.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import override

from alerts.models import Alert, AlertObjection, Drill, Relay
from alerts.values.choices import AlertState
from alerts.values.overviews import Line, month_name
from dorst_portal.accounts.models import User
from dorst_portal.identity.current import here
from dorst_portal.kit.dutch import moment
from dorst_portal.languages.current import DUTCH
from dorst_portal.outbox.models import LINK_PLACEHOLDER
from dorst_portal.outbox.services import MailDraft
from groups.api import PartnerContact, WatchGroup, draft

ABOUT_CLOSING: Final = "still_running"
PLANNED: Final = "planned"
RELAYED: Final = "relayed"
RELAY_OVER: Final = "relay_over"
NO_STREET: Final = "niet ingevuld"
_MOST: Final = 55


def about_alert(alert: Alert) -> str:
    """How a mail says which alert it is about."""
    return f"alert:{alert.pk}"


def about_drill(drill: Drill) -> str:
    """How a mail says which drill it is about."""
    return f"drill:{drill.pk}"


def alert_still_running(alert: Alert, *, to: User, due: datetime) -> MailDraft:
    """Two hours later it runs still: is it over? Asked once."""
    return draft(
        "alert_still_running",
        to=to,
        key=f"alert-{alert.pk}-still-running-{to.pk}",
        about=about_alert(alert),
        event=ABOUT_CLOSING,
        link_path=reverse("alert", args=[alert.pk]),
        due=due,
        group=_plain(alert.group.name),
        is_drill=alert.is_drill,
    )


@override(DUTCH)
def drill_planned(drill: Drill, *, to: User, due: datetime) -> MailDraft:
    """In advance: on which day and at what time the whole village practises. What the coordinator
    wrote makes no second place for the link.
    """
    return draft(
        "drill_planned",
        to=to,
        key=f"drill-{drill.pk}-planned-{to.pk}",
        about=about_drill(drill),
        event=PLANNED,
        link_path=reverse("alerts"),
        due=due,
        drill=drill,
        words=drill.text.replace(LINK_PLACEHOLDER, "(link)"),
    )


@override(DUTCH)
def drill_called_off(drill: Drill, *, to: User, due: datetime) -> MailDraft:
    """It is not going to be."""
    return draft(
        "drill_called_off",
        to=to,
        key=f"drill-{drill.pk}-called-off-{to.pk}",
        about=about_drill(drill),
        event="called_off",
        link_path=reverse("alerts"),
        due=due,
        drill=drill,
    )


def objection_came(objection: AlertObjection, *, to: User, due: datetime) -> MailDraft:
    """Somebody objects to what is kept of them."""
    return _about_objection("objection_came", objection, to=to, due=due)


def objection_late(objection: AlertObjection, *, to: User, due: datetime) -> MailDraft:
    """It should have been answered by now."""
    return _about_objection("objection_late", objection, to=to, due=due)


def _about_objection(name: str, objection: AlertObjection, *, to: User, due: datetime) -> MailDraft:
    return draft(
        name,
        to=to,
        key=f"{name}-{objection.pk}-{to.pk}",
        link_path=reverse("objection", args=[objection.pk]),
        due=due,
    )


def relayed_key(alert: Alert, to: User) -> str:
    """Nobody hears twice of one alert, however many groups they run."""
    return f"alert-{alert.pk}-relayed-{to.pk}"


@override(DUTCH)
def relayed(relay: Relay, *, to: User, due: datetime) -> MailDraft:
    """To a beheerder of a group to which an alert was passed on."""
    alert = relay.alert
    return draft(
        "alert_relayed",
        to=to,
        key=relayed_key(alert, to),
        about=about_alert(alert),
        event=RELAYED,
        link_path=reverse("relay", args=[relay.pk]),
        due=due,
        subject=_subject("Melding van groep {}", alert.group, is_drill=alert.is_drill),
        via=_plain(relay.from_group.name) if relay.from_group else "",
        **_facts(alert),
    )


@override(DUTCH)
def relay_over(relay: Relay, *, to: User, words: str, due: datetime) -> MailDraft:
    """To a beheerder of a group that took it over: how it ended."""
    alert = relay.alert
    end = "Voorbij" if alert.state == AlertState.OVER else "Loos alarm"
    ended = f"{alert.closed_at.timestamp():.6f}" if alert.closed_at else ""
    return draft(
        "alert_relay_over",
        to=to,
        key=f"alert-{alert.pk}-relay-over-{to.pk}-{ended}",
        about=about_alert(alert),
        event=RELAY_OVER,
        link_path=reverse("relay", args=[relay.pk]),
        due=due,
        subject=_subject(end + ": melding van groep {}", alert.group, is_drill=alert.is_drill),
        words=_plain(words),
        **_facts(alert),
    )


@override(DUTCH)
def to_officer(alert: Alert, *, to: PartnerContact, now: datetime) -> MailDraft:
    """To a contact at the police: the facts of an alert that runs."""
    return draft(
        "alert_to_officer",
        to=to.email,
        key=f"alert-{alert.pk}-officer-{to.pk}",
        about=about_alert(alert),
        event="officer",
        due=now,
        subject=_subject("Melding in groep {}", alert.group, is_drill=alert.is_drill),
        group=_plain(alert.group.name),
        state=alert.get_state_display(),
        **_facts(alert),
    )


@override(DUTCH)
def overview(
    to: PartnerContact,
    *,
    month: date,
    kinds: Sequence[Line],
    states: Sequence[Line],
    now: datetime,
) -> MailDraft:
    """To a contact at the police or the municipality: the counts of a month."""
    name = month_name(month)
    return draft(
        "alert_overview",
        to=to.email,
        key=f"alerts-overview-{to.pk}-{month:%Y-%m}",
        due=now,
        subject=f"Meldingen buurtpreventie {here().village}, {name}",
        month=name,
        kinds=kinds,
        states=states,
        is_empty=all(line.cell.number is None for line in (*kinds, *states)),
    )


def _plain(name: str) -> str:
    """Typed by a person: it makes no second place for the link."""
    return name.replace(LINK_PLACEHOLDER, "(link)")


def _facts(alert: Alert) -> dict[str, Any]:
    return {
        "origin": _plain(alert.group.name),
        "kind": alert.get_category_display(),
        "street": _plain(alert.street.name) if alert.street else NO_STREET,
        "at": moment(alert.happened_at),
        "police": alert.get_police_display(),
        "is_drill": alert.is_drill,
    }


def _subject(words: str, group: WatchGroup, *, is_drill: bool) -> str:
    """The name of the group gives way."""
    line = f"Oefening: {words[0].lower()}{words[1:]}" if is_drill else words
    most = _MOST - len(line) + len("{}")
    name = group.name if len(group.name) <= most else group.name[: most - 1] + "…"
    return line.format(name)
