"""Two groups with one of everything in them, each row with the mark of its group."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import AutoField, Model

from alerts.models import (
    Alert,
    AlertDetails,
    AlertObjection,
    AlertPhoto,
    AlertShare,
    Connection,
    JoinKnock,
    OfficerReport,
    OutgoingMessage,
    PoliceRequest,
    Relay,
    TyingCode,
)
from alerts.services.wiping import SHARED
from alerts.values.choices import Category, Police, SharedWith
from alerts.values.details import Described, seal_photo, seal_text
from dorst_portal.accounts.models import User
from dorst_portal.kit.links import new_link, token_for
from dorst_portal.kit.models import Link
from dorst_portal.outbox.models import Mail, MailState
from dorst_portal.push.models import Device
from groups.models import (
    AddressLetter,
    BulletinCopy,
    CallAbout,
    CallTask,
    ContactMoment,
    EmailChange,
    Handover,
    MemberImport,
    MemberImportRow,
    NumberBlock,
    OwnPage,
    RequestMessage,
    ResidentRequest,
    WatchGroup,
)
from groups.models.requests import RouteReason
from groups.requests.emails import ANSWER, CONFIRM
from groups.values.member_import_states import ListState
from groups.values.secrets import seal
from groups.values.states import Kind, Owner, State
from groups.values.village_time import days_after
from tests.groups.conftest import Village, appoint
from tests.groups.partners.partners import make_contact, make_partner
from tests.groups.swapping.marks import Mark, write

Make = Callable[..., Any]
Owned = dict[type[Model], set[int]]
DAY = timedelta(days=1)
# The rows of the first group have numbers below this, those of the second above.
ROOM = 5000
PICTURE = b"\xff\xd8\xff\xe0 a photo of "


@dataclass
class Furnished:
    """A group, its people, and which rows are its own."""

    group: WatchGroup
    mark: Mark
    beheerder: User
    deputy: User
    resident: str = ""
    requests: dict[str, ResidentRequest] = field(default_factory=dict)
    # Tokens of mails and of links that are passed on: who has one may use it.
    tokens: dict[str, str] = field(default_factory=dict)
    owned: Owned = field(default_factory=dict)


def every_row() -> Owned:
    """The numbers of all rows of all tables."""
    return {
        model: set(model._base_manager.values_list("pk", flat=True))
        for model in apps.get_models()
        if model._meta.label not in ("sessions.Session", "kit.Beat", "kit.RateHit")
    }


def leave_room() -> None:
    """Rows from here on have numbers that no row before them has, in any table."""
    for model in apps.get_models():
        if not isinstance(model._meta.pk, AutoField) or not model._meta.managed:
            continue
        name = model._meta.db_table
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [name])
                insert = "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)"
                cursor.execute(insert, [name, ROOM])
            else:
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [name, ROOM])


@dataclass
class Builder:
    """Fills one group; who it is and what it is called comes from the mark."""

    village: Village
    make_request: Make
    make_member: Make
    staff: User
    bulletins: Mapping[str, Any]
    now: datetime

    def furnish(self, slug: str, mark: Mark) -> Furnished:
        """One of everything that a group can have."""
        before = every_row()
        group = self.village.group(slug)
        of = Furnished(group, mark, self._account(mark), self._account(mark))
        appoint(of.beheerder, group)
        appoint(of.deputy, group, role="deputy", end_note="x")
        self._settings(of)
        self._members(of)
        self._requests(of)
        self._letters_and_mails(of)
        self._lists(of)
        self._partners(of)
        self._alerts(of)
        self._connections(of)
        after = every_row()
        of.owned = {model: after[model] - before[model] for model in after}
        write(mark, of.owned)
        of.tokens |= self._tokens(of)
        of.owned[WatchGroup] = {group.pk}
        for model, rows in every_row().items():
            of.owned.setdefault(model, set()).update(rows - after[model])
        return of

    def _account(self, mark: Mark) -> User:
        return User.objects.create_user(mark.email(), name=mark.text("Naam"), mobile=mark.mobile())

    def _settings(self, of: Furnished) -> None:
        of.group.invite_link_encrypted = seal(f"https://chat.whatsapp.com/{of.mark.secret}12345")
        of.group.invite_link_set_at = self.now
        of.group.save()
        sent = self.bulletins["sent"]
        BulletinCopy.objects.create(bulletin=sent, group=of.group, user=of.beheerder)
        facts = {"label": "x", "made_at": self.now, "sealed": "x"}
        Device.objects.create(user=of.beheerder, digest=of.mark.word, **facts)

    def _members(self, of: Furnished) -> None:
        of.resident = of.mark.email()
        street = {"street": self.village.street(of.group.slug), "group": of.group}
        self.make_member(email=of.resident, email_confirmed_at=self.now, **street)
        self.make_member(email=of.mark.email(), told_at=None, **street)
        self.make_member(to_confirm=True, **street)
        self.make_member(since=self.now - DAY, until=self.now, end_reason="moved_house", **street)
        NumberBlock.objects.create(
            group=of.group, digest=f"{of.group.pk:064d}", reason="other", since=self.now,
            until=days_after(self.now, 9), by=of.beheerder,
        )  # fmt: skip
        EmailChange.objects.create(old=of.mark.email(), new=of.mark.email(), asked_at=self.now)
        OwnPage.objects.create(email=of.mark.email(), asked_at=self.now)

    def _requests(self, of: Furnished) -> None:
        by = {"decided_by": of.beheerder}
        states: dict[str, dict[str, Any]] = {
            "open": {}, "letter": {}, "asked": {"waiting_on": "resident"},
            "approved": {"state": "approved", **by},
            "added": {"state": "added", **by},
            "declined": {"state": "declined", "decline_note": "x", **by},
            "question": {"kind": Kind.QUESTION, "subject": "other"},
            "complaint": {"kind": Kind.QUESTION, "subject": "complaint", "group": None,
                          "owner": Owner.COORDINATORS, "about_group": of.group},
            "mine": {"email": of.resident, "email_confirmed_at": self.now},
            "handed": {"owner": Owner.COORDINATORS, "group": None},
        }  # fmt: skip
        for number, (name, facts) in enumerate(states.items(), start=30):
            where = {"group": of.group, "street": self.village.street(of.group.slug)}
            given = where | {"house_number": number, "route_reason": "covered"} | facts
            of.requests[name] = self.make_request(**given)
        handed, asked = of.requests["handed"], of.requests["asked"]
        Handover.objects.create(
            request=handed, by=of.beheerder, from_owner=Owner.GROUP, from_group=of.group,
            from_state=State.OPEN, from_reason=RouteReason.COVERED, from_due_at=self.now,
            to_owner=Owner.COORDINATORS, note="x",
        )  # fmt: skip
        said = RequestMessage.objects.create(
            request=asked, kind="asked", by=of.beheerder, text=of.mark.text("vraag")
        )
        RequestMessage.objects.create(request=asked, kind="replied", text=of.mark.text("antwoord"))
        CallTask.objects.create(
            request=asked, key=f"call {of.group.pk}", about=CallAbout.ASKED, message=said,
            from_at=self.now - DAY, due_at=days_after(self.now, 3),
        )  # fmt: skip

    def _letters_and_mails(self, of: Furnished) -> None:
        letter = of.requests["letter"]
        AddressLetter.objects.create(
            request=letter, digest="0" * 64, made_at=self.now, made_by=of.beheerder,
            expires_at=days_after(self.now, 30),
        )  # fmt: skip
        Mail.objects.create(
            subject="Je aanvraag", key=f"mail {of.group.pk}", about=f"request:{letter.pk}",
            event="receipt", state=MailState.FAILED, due=self.now, created=self.now,
        )  # fmt: skip

    def _lists(self, of: Furnished) -> None:
        batch = MemberImport.objects.create(
            group=of.group, by_platform=False, state=ListState.READY, rows_total=1, by=of.beheerder
        )
        MemberImportRow.objects.create(batch=batch, line=2, group=of.group)

    def _partners(self, of: Furnished) -> None:
        partner = make_partner(of.mark.text("Partner"), groups=[of.group], report="x")
        make_contact(partner, groups=[of.group], report="x")
        ContactMoment.objects.create(
            partner=partner, group=of.group, by=of.beheerder, on=partner.checked_on, note="x"
        )

    def _alert(self, of: Furnished, **given: Any) -> Alert:
        facts = {"category": Category.OTHER, "police": Police.NOT_YET, "happened_at": self.now}
        return Alert.objects.create(group=of.group, by=of.beheerder, **(facts | given))

    def _alerts(self, of: Furnished) -> None:
        alert = self._alert(of)
        self._alert(of, state="over", closed_at=self.now, closed_by=of.beheerder, outcome="helped")
        who = {"by": of.beheerder, "at": self.now}
        AlertShare.objects.create(alert=alert, shared_with=SharedWith.CHAT, **who)
        told = Described(of.mark.text("jas"), of.mark.text("busje"), "ZO-EK-99")
        AlertDetails.objects.create(
            alert=alert, sealed=seal_text(told), by=of.beheerder, changed_at=self.now
        )
        picture = seal_photo(PICTURE + of.mark.word.encode())
        photo = {"alert": alert, "added_by": of.beheerder, "added_at": self.now}
        seen = {"covered": picture, "covered_by": of.beheerder, "covered_at": self.now}
        AlertPhoto.objects.create(original=picture, **photo)
        AlertPhoto.objects.create(original=picture, **photo, **seen)
        approved = {"approved_by": of.deputy, "approved_at": self.now}
        AlertPhoto.objects.create(original=None, **photo, **seen, **approved)
        AlertObjection.objects.create(
            alert=alert, key=of.mark.word, made_at=self.now, due_at=days_after(self.now, 3),
            handled_at=self.now, handled_by=self.staff, answer="x",
        )  # fmt: skip
        PoliceRequest.objects.create(alert=alert, reference="x", by=self.staff)
        contact = make_contact(make_partner(of.mark.text("Wijk"), groups=[of.group], report="x"))
        OfficerReport.objects.create(alert=alert, contact=contact, **who)
        other = self._alert(of)
        third = self.village.group("seters")
        Relay.objects.create(alert=other, origin=of.group, to_group=third, **who)

    def _connections(self, of: Furnished) -> None:
        who = {"group": of.group, "made_by": of.beheerder}
        way = Connection.objects.create(kind="telegram", chat=-of.group.pk, **who)
        Connection.objects.create(
            kind="webhook", address_sealed=seal(f"https://{of.mark.secret}.example.org/"),
            secret_sealed=seal(of.mark.secret), **who,
        )  # fmt: skip
        JoinKnock.objects.create(connection=way, person=of.group.pk)
        OutgoingMessage.objects.create(
            connection=way, what="test", key=of.mark.word, state="uncertain", due=self.now,
            give_up_at=days_after(self.now, 1), created_at=self.now,
        )  # fmt: skip
        TyingCode.objects.create(
            group=of.group, digest=of.mark.word, by=of.beheerder, expires_at=days_after(self.now, 1)
        )

    def _tokens(self, of: Furnished) -> dict[str, str]:
        asked, opened = of.requests["asked"], of.requests["open"]
        alert = Alert.objects.filter(group=of.group).order_by("pk")[0]
        links = {
            "confirm_link": new_link(CONFIRM, opened.pk, now=self.now),
            "answer_link": new_link(ANSWER, asked.pk, now=self.now),
            "shared_details_link": new_link(SHARED, alert.pk, now=self.now),
        }
        return {name: token_for(link) for name, link in links.items()}

    def dead_token(self, of: Furnished) -> str:
        """A link of this group that was used."""
        link = new_link(CONFIRM, of.requests["open"].pk, now=self.now)
        Link.objects.filter(pk=link.pk).update(used_at=self.now)
        return token_for(link)
