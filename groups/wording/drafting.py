"""What every mail of the village is made by."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from dorst_portal.accounts.models import User
from dorst_portal.identity.current import here
from dorst_portal.kit.links import write_in
from dorst_portal.languages.current import DUTCH
from dorst_portal.outbox.services import MailDraft
from groups.wording.filling import stop_page, values_for
from groups.wording.mail_texts import MAIL_TEXTS, fill, fill_subject, template_of, with_way_to_stop
from groups.wording.texts_in_force import mail_text


def draft(template: str, **facts: Any) -> MailDraft:
    """The mail of this template; `facts` fill it, and say to whom and when. The link of a mail to
    somebody with an account leads by way of the log-in. It is in the language of who gets it,
    whoever causes it: `language`, or that of the `request`.
    """
    fields = {"to", "key", "about", "event", "occasion", "due", "link", "link_path"}
    for_mail = {name: facts[name] for name in fields & facts.keys()}
    to = facts["to"]
    if isinstance(to, User):
        for_mail |= {"to": to.email, "account": to.pk if facts.get("link_path") else None}
    language = _language(template, facts)
    if facts.get("link"):
        write_in(facts["link"], language)
    with override(language):
        subject, text = subject_and_text(template, facts)
    return MailDraft(subject=subject, text=text, reply_to=here().help_email, **for_mail)


def subject_and_text(template: str, facts: dict[str, Any]) -> tuple[str, str]:
    """Of a mail that Platform Dorst may word its words of now, filled in; else the first line of
    the template is the subject and the rest the text. `{link}` stays.
    """
    if template in MAIL_TEXTS:
        words = mail_text(template)
        values = values_for(words.subject + words.text, facts)
        return fill_subject(words.subject, values), fill(words.text, values) + "\n"
    rendered = render_to_string(template_of(template), {"here": here(), **facts})
    subject, _, body = rendered.partition("\n")
    ending = with_way_to_stop(body.strip()).replace("{stoppen}", stop_page())
    return subject.strip(), ending + "\n"


def _language(template: str, facts: dict[str, Any]) -> str:
    """Of a resident their own; whoever runs a group or the village reads Dutch."""
    mail = MAIL_TEXTS.get(template)
    if mail is None or not mail.to_residents or isinstance(facts["to"], User):
        return DUTCH
    return str(facts.get("language") or facts["request"].language)
