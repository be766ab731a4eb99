"""Messages to the beheerders in the example village: one that most shared, and a draft."""

from datetime import datetime, timedelta

from dorst_portal.accounts.models import User
from groups.bulletins.services import BulletinText, make_bulletin, send_bulletin, send_test, share
from groups.models import Bulletin, BulletinCopy, WatchGroup

_NOT_SHARED = ("de-vliert", "boslaan-heiningen", "spoorstraat")
_DAYS_AGO = 4

_DARK_DAYS = BulletinText(
    subject="De donkere dagen: laat een lamp branden",
    text=(
        "Beste buren,\n\n"
        "Het wordt vroeg donker. Laat een lamp branden als je weg bent. "
        "Doe je deur op slot, ook als je even weg bent.\n\n"
        "Zie je iets dat niet klopt? Bel bij nood 112. Heeft het geen haast? Bel 0900-8844. "
        "App pas daarna in de groep.\n\n"
        "Groet, Platform Dorst"
    ),
    note="Deel je dit voor het weekend? Dank je wel!",
    to_all=True,
)
_MEETING = BulletinText(
    subject="Avond voor beheerders",
    text=(
        "Beste buren,\n\nPlatform Dorst houdt een avond over de buurtapp. "
        "Iedereen mag komen, ook als je nog niet in een groep zit, dus neem gerust je buren mee."
        "\n\nWaar en wanneer vertellen we later."
    ),
    note="",
    to_all=False,
)


def seed_bulletins(*, by: User, now: datetime) -> None:
    """Write, test, send and share as people would."""
    sent_at = now - timedelta(days=_DAYS_AGO)
    dark_days = make_bulletin(_DARK_DAYS, by=by, now=sent_at - timedelta(hours=1))
    send_test(dark_days, version=dark_days.version, by=by, now=sent_at - timedelta(minutes=30))
    send_bulletin(dark_days, version=dark_days.version, by=by, now=sent_at)
    _share(dark_days, since=sent_at)
    chosen = WatchGroup.objects.filter(slug__in=("spoorstraat", "seters", "dennenlaan"))
    written = BulletinText(**{**vars(_MEETING), "groups": list(chosen.order_by("name"))})
    make_bulletin(written, by=by, now=now - timedelta(hours=2))


def _share(bulletin: Bulletin, *, since: datetime) -> None:
    copies = BulletinCopy.objects.filter(bulletin=bulletin).select_related("group", "user")
    done: set[int] = set()
    for number, copy in enumerate(copies.order_by("pk"), start=1):
        if copy.group.slug in _NOT_SHARED or copy.group_id in done:
            continue
        done.add(copy.group_id)
        share(bulletin, copy.group, by=copy.user, now=since + timedelta(hours=3 * number))
