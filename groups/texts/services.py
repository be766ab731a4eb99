"""The texts that Platform Dorst edits: which there are, how they stand, a new version, and back.

Nothing is overwritten: who saves makes the next version. Of two who save at once one gets the
number, and the other is told what stands there now.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from groups.models import HouseRules, TextVersion
from groups.refusals import Refused
from groups.texts.pages.editable import EditableText, TextKind, Version, newest_of
from groups.wording import texts_in_force
from groups.wording.mail_texts import Wording


class Overtaken(Refused):
    """Somebody else saved this text in the meantime; `newest` is what stands there now."""

    def __init__(self, newest: Version) -> None:
        super().__init__(_("Iemand anders veranderde deze tekst. Er is niets opgeslagen."))
        self.newest = newest


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
