"""What every mail of the village is made by."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from dorst_portal.outbox.services import MailDraft
from groups.emails.filling import values_for
from groups.mail_texts import MAIL_TEXTS, fill, fill_subject
from groups.texts_in_force import mail_text


def draft(template: str, **facts: Any) -> MailDraft:
    """The mail of a template in `emails/groups/`; `facts` fill it, and say to whom and when."""
    fields = {"to", "key", "due", "link", "link_path"}
    for_mail = {name: facts[name] for name in fields & facts.keys()}
    subject, text = subject_and_text(template, facts)
    return MailDraft(subject=subject, text=text, reply_to=settings.HELP_EMAIL, **for_mail)


def subject_and_text(template: str, facts: dict[str, Any]) -> tuple[str, str]:
    """Of a mail that Platform Dorst may word its words of now, filled in; else the first line of
    the template is the subject and the rest the text. `{link}` stays.
    """
    if template in MAIL_TEXTS:
        words = mail_text(template)
        values = values_for(words.subject + words.text, facts)
        return fill_subject(words.subject, values), fill(words.text, values) + "\n"
    rendered = render_to_string(f"emails/groups/{template}.txt", facts)
    subject, _, body = rendered.partition("\n")
    return subject.strip(), body.strip() + "\n"
