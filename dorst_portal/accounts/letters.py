"""Mails about somebody's own account, through the outbox like every other mail: in the language of
the page on which they ask for a code or change something.
"""

from typing import Any
from uuid import uuid4

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from dorst_portal.identity.current import here
from dorst_portal.outbox.services import MailDraft, queue


def queue_letter(name: str, *, to: str, context: dict[str, Any] | None = None) -> None:
    """Queue the mail of `<name>_subject.txt` and `<name>_message.txt`.

    A `{link}` in the text leads to the page about security. The text is wiped once it was sent.
    """
    subject, text = subject_and_text(name, context or {})
    draft = MailDraft(
        to=to,
        subject=subject,
        text=text,
        key=f"login:{uuid4().hex}",
        link_path=reverse("mfa_index") if "{link}" in text else "",
        category="login",
        sensitive=True,
    )
    queue([draft], now=timezone.now())


def subject_and_text(name: str, context: dict[str, Any]) -> tuple[str, str]:
    """The words of a mail, with the names of the village."""
    known = {"here": here(), **context}
    subject = render_to_string(f"{name}_subject.txt", known)
    return " ".join(subject.split()), render_to_string(f"{name}_message.txt", known).strip()


def queue_code(name: str, to: str, code: str, minutes: int) -> None:
    """Queue a mail with a code that works so many minutes from now."""
    queue_letter(name, to=to, context={"code": code, "minutes": minutes})
