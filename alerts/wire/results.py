"""What came of handing something over to somebody else's server."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.translation import gettext_noop

from dorst_portal.kit.wire.calls import LONGEST_WAIT, Answer, retry_after


class Outcome(Enum):
    """Done; try again later; it left and nobody knows; never."""

    DONE = "done"
    LATER = "later"
    UNCERTAIN = "uncertain"
    FAILED = "failed"


@dataclass(frozen=True)
class Result:
    """The outcome, and what there is to keep of it. `error` is for people, kept in Dutch, and holds
    nothing that the other side wrote. `wait`: nothing more to this receiver for so many seconds.
    `server`: the server has trouble, not this message. `moved_to`: the chat has another number now.
    """

    outcome: Outcome
    remote_id: str = ""
    error: str = ""
    wait: int = 0
    server: bool = False
    broken: str = ""
    moved_to: int | None = None


def not_sent(error: str = gettext_noop("geen verbinding")) -> Result:
    """Nothing left: it may be sent again."""
    return Result(Outcome.LATER, error=error, server=True)


def uncertain(error: str = gettext_noop("geen heel antwoord")) -> Result:
    """It left and no whole answer came."""
    return Result(Outcome.UNCERTAIN, error=error, server=True)


def read_object(body: bytes) -> Mapping[str, Any]:
    """The JSON object of an answer; an empty one for anything else."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def seconds_to_wait(answer: Answer, said: Any = None) -> int:
    """How long the server asks to wait, in its JSON or its header; else a minute."""
    if isinstance(said, int) and not isinstance(said, bool) and said > 0:
        return min(said, LONGEST_WAIT)
    return retry_after(answer)
