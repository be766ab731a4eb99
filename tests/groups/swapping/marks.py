"""Values that are looked for: each group has its own, in every personal column of its rows.

A mark is letters that no page has by itself. A secret mark is one that nobody but the group's own
beheerders may read (the link into the chat, where a webhook leads).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.apps import apps
from django.db.models import (
    CharField,
    EmailField,
    Field,
    Model,
    TextField,
)
from django.http.response import HttpResponseBase

from groups.privacy.fields import FIELDS

# Not words: a number, a hash, a choice, or made from the other columns.
NO_WORDS: Final = {"password", "digest", "key", "name_key", "search_key", "sealed", "whose",
                   "session_key", "session_data", "language", "house_letter", "verb", "actor",
                   "scope", "subject", "link", "last_error", "reply_to", "reason"}  # fmt: skip
# The rows of these are nobody's in particular, or of the machinery.
OF_NO_GROUP: Final = {"accounts.MailedCode", "account.EmailAddress", "account.EmailConfirmation",
                      "mfa.Authenticator", "sessions.Session", "admin.LogEntry", "audit.Entry",
                      "groups.WeekReview", "groups.AddressImport", "groups.ImportFinding",
                      "kit.RateHit", "groups.Tombstone", "groups.NoticeSettings"}  # fmt: skip
_SPACE: Final = re.compile(r"[\s\-\u2011\u00a0]+|&nbsp;|%20")


@dataclass
class Mark:
    """What tells a group's rows from those of another: a word, and the first digits of numbers."""

    word: str
    digits: str
    _given: int = field(default=0, repr=False)

    @property
    def secret(self) -> str:
        """The word in what the group's own beheerders alone may read."""
        return f"{self.word}Geheim"

    def text(self, what: str = "", *, most: int = 500) -> str:
        """A word that is in no other row."""
        self._given += 1
        return f"{self.word} {what} {self._given}".replace("  ", " ")[:most]

    def email(self) -> str:
        """An address of its own."""
        self._given += 1
        return f"{self.word.lower()}{self._given}@example.org"

    def mobile(self) -> str:
        """An invented number of its own."""
        self._given += 1
        return f"+316{self.digits}{self._given:03d}"

    def found_in(self, text: str) -> bool:
        """Whether something of this group stands here, its secrets included."""
        if self.word.lower() in text.lower():
            return True
        # With its beginning: among the tokens of so many pages any five digits stand somewhere.
        closed = _SPACE.sub("", text)
        return f"06{self.digits}" in closed or f"316{self.digits}" in closed

    def secret_in(self, text: str) -> bool:
        """Whether something stands here that not even Platform Dorst may read."""
        return self.secret.lower() in text.lower()


def words_of(model: type[Model]) -> list[Field[Any, Any]]:
    """The personal columns of a model that hold words or numbers that somebody would know."""
    sorted_ = FIELDS.get(model._meta.label)
    if sorted_ is None or model._meta.label in OF_NO_GROUP:
        return []
    fields = (model._meta.get_field(name) for name in sorted_.personal_names)
    return [
        one for one in fields
        if isinstance(one, (CharField, TextField)) and not one.choices and one.name not in NO_WORDS
    ]  # fmt: skip


def write(mark: Mark, rows: Mapping[type[Model], Iterable[int]]) -> None:
    """Put the mark into every personal column of these rows; what is empty on purpose (an address
    that was never given) gets one too. What a test gave a mark already keeps it.
    """
    for model, numbers in rows.items():
        fields = words_of(model)
        for row in model._base_manager.in_bulk(list(numbers)).values() if fields else ():
            for one in fields:
                if not mark.found_in(str(getattr(row, one.name))):
                    setattr(row, one.name, _value(mark, one))
            row.save()


def _value(mark: Mark, one: Field[Any, Any]) -> str:
    longest = one.max_length or 500
    if isinstance(one, EmailField) or one.name in ("email_text", "to"):
        return mark.email()
    if one.name in ("mobile", "mobile_text", "phone"):
        return mark.mobile()
    if one.name == "reference":
        return mark.text(most=longest).replace(" ", "-")
    return mark.text(one.name, most=longest)


def said_by(answer: HttpResponseBase) -> str:
    """Everything that an answer tells: its headers, cookies and body."""
    body = answer.getvalue() if answer.streaming else answer.content  # type: ignore[attr-defined]
    told = [f"{name}: {value}" for name, value in answer.headers.items()]
    told += [str(cookie) for cookie in answer.cookies.values()]
    return "\n".join([*told, bytes(body).decode("utf-8", "replace")])


def unmarked(mark: Mark) -> list[str]:
    """The personal columns in which no row has this mark."""
    return [
        f"{model._meta.label}.{one.name}"
        for model in apps.get_models()
        for one in words_of(model)
        if not any(
            mark.found_in(str(value))
            for value in model._base_manager.values_list(one.name, flat=True)
        )
    ]
