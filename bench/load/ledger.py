"""Afterwards the tables are asked for everything that somebody was told."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

# Each request of a visitor with its receipt, the mails to beheerders, and its line of the trail.
_REQUESTS: Final = """
SELECT request.email,
    (SELECT count(*) FROM outbox_mail WHERE key = 'request-' || request.id || '-receipt'),
    (SELECT count(*) FROM outbox_mail WHERE key >= 'request-' || request.id || '-new-'
     AND key < 'request-' || request.id || '-new.'),
    (SELECT count(*) FROM audit_entry
     WHERE verb = 'request.submitted' AND subject = 'request:' || request.id)
FROM groups_residentrequest AS request WHERE request.email LIKE '{beginning}%'
"""
WAITING: Final = "SELECT count(*) FROM outbox_mail WHERE state = 'queued' AND due <= {now}"
NEWEST: Final = "SELECT coalesce(max(id), 0) FROM outbox_mail"
SENT: Final = "SELECT message_id FROM outbox_mail WHERE state = 'sent' AND id > {newest}"
FAILED: Final = "SELECT count(*) FROM outbox_mail WHERE state = 'failed'"


@dataclass(frozen=True)
class Balance:
    """What does not agree: nothing of it may be there."""

    lost: int
    doubled: int
    not_whole: int
    # Stored, and yet the visitor got no page of thanks: no fault, since sent again it is the same.
    untold: int
    mails_doubled: int
    mails_missing: int

    @property
    def is_right(self) -> bool:
        """Whether nothing was lost or doubled."""
        return not any(
            (self.lost, self.doubled, self.not_whole, self.mails_doubled, self.mails_missing)
        )

    def __str__(self) -> str:
        return (
            f"lost {self.lost}, doubled {self.doubled}, not whole {self.not_whole}, "
            f"stored without a page of thanks {self.untold}; "
            f"mails doubled {self.mails_doubled}, missing {self.mails_missing}"
        )


def requests_of(beginning: str) -> str:
    """The statement for the requests of visitors whose addresses begin with these letters."""
    return _REQUESTS.format(beginning=beginning)


def balance(
    told: Iterable[str], rows: Sequence[tuple[Any, ...]], sent: Iterable[str], box: Path
) -> Balance:
    """`told`: who got the page of thanks; `rows`: what `requests_of` finds; `sent`: the ids that
    the portal calls sent; `box`: the file with those that the mail server took.
    """
    stored, worked = Counter(row[0] for row in rows), set(told)
    taken = Counter(box.read_text().split("\n")[:-1]) if box.exists() else Counter()
    return Balance(
        lost=len(worked - stored.keys()),
        doubled=sum(number - 1 for number in stored.values()),
        # A mail for each beheerder of the group: there may be two of them.
        not_whole=sum(not (row[1] == 1 <= row[2] and row[3] == 1) for row in rows),
        untold=len(stored.keys() - worked),
        mails_doubled=sum(number - 1 for number in taken.values()),
        mails_missing=sum(mail not in taken for mail in sent),
    )
