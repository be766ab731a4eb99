"""Texts of the example village that its coordinator worded anew."""

from datetime import datetime, timedelta

from dorst_portal.accounts.models import User
from groups.texts import services as texts
from groups.texts.pages import editable
from groups.wording.mail_texts import Wording

EXPIRED = Wording(
    "We hoorden niets meer ({kenmerk})",
    "Hallo,\n\nWe vroegen je iets over aanvraag {kenmerk}. Na 30 dagen stopt je aanvraag.\n\n"
    "Wil je toch meedoen? Vul dan het formulier op onze site opnieuw in.",
)


def seed_texts(*, by: User, now: datetime) -> None:
    """One mail with two versions, and one that went back to what the portal ships."""
    expired = editable.all_texts()["mail-expired"]
    first = Wording("Je aanvraag stopt ({kenmerk})", EXPIRED.text)
    texts.save(expired, first, seen=0, by=by, now=now - timedelta(days=40))
    texts.save(expired, EXPIRED, seen=1, by=by, now=now - timedelta(days=12))
    reopened = editable.all_texts()["mail-reopened"]
    words = Wording("We kijken nog een keer ({kenmerk})", "Hallo,\n\nWe kijken nog een keer.")
    texts.save(reopened, words, seen=0, by=by, now=now - timedelta(days=30))
    texts.reset(reopened, seen=1, by=by, now=now - timedelta(days=29))
