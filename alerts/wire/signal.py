"""signal-cli's REST service (not of Signal itself), where the operator runs one."""

import json
from typing import Final

from django.conf import settings

from alerts.values.connections import Broken
from alerts.wire.results import (
    Outcome,
    Result,
    not_sent,
    read_object,
    seconds_to_wait,
    uncertain,
)
from dorst_portal.kit.wire.calls import NoAnswer, NotSent, post

LONGEST_TEXT: Final = 2000


def send_message(group: str, text: str) -> Result:
    """A message into a group ("group.…")."""
    facts = {
        "message": text[:LONGEST_TEXT],
        "number": settings.SIGNAL_NUMBER,
        "recipients": [group],
    }
    url = f"{settings.SIGNAL_API_URL}/v2/send"
    try:
        answer = post(url, content=json.dumps(facts).encode(), headers={}, open_only=False)
    except NotSent:
        return not_sent()
    except NoAnswer:
        return uncertain()
    said = read_object(answer.body)
    if answer.status in (200, 201) and said.get("timestamp"):
        return Result(Outcome.DONE, remote_id=str(said["timestamp"])[:40])
    error = f"antwoord {answer.status}"
    if answer.status in (429, 503):
        wait = seconds_to_wait(answer) if answer.status == 429 else 0
        return Result(Outcome.LATER, error=error, wait=wait, server=not wait)
    # Only with its own words ("error") it says that it did not send.
    if "error" not in said:
        return uncertain(error)
    if answer.status >= 500:
        return not_sent(error)
    return Result(Outcome.FAILED, error=error, broken=Broken.REFUSED)
