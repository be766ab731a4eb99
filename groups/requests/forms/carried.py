"""What travels along in hidden fields while somebody fills in a form: there is no session.

None of it is trusted. Each step reads everything again, and two signed marks tell only what the
person saw: `checked` that the check page showed exactly this content, `again` that the form came
back once with the question to press again.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import QueryDict

from dorst_portal.kit.inputs.text import printable
from dorst_portal.kit.nonces import Nonce, new_nonce, read_nonce

TRAP: Final = "website"
TRAPPED: Final = "website_was_filled"  # on an earlier page; that of this page is empty

_CHECKED = Signer(salt="groups.forms.checked")
_AGAIN = Signer(salt="groups.forms.again")


class Carried:
    """Everything that was typed so far, and the one-time value of this form.

    `purpose`: which form it is; `names`: the fields of all its steps.
    """

    def __init__(self, typed: QueryDict, *, purpose: str, names: Sequence[str]) -> None:
        self.typed = typed
        self._names = names
        self._nonce_text = self.typed.get("nonce", "")
        nonce = read_nonce(purpose, self._nonce_text)
        if nonce is None:
            self._nonce_text = new_nonce(purpose)
            nonce = read_nonce(purpose, self._nonce_text)
        if nonce is None:
            raise RuntimeError("a nonce of our own cannot be read")
        self.nonce: Nonce = nonce

    def has(self, name: str) -> bool:
        """Whether a field was sent, also when it was left empty: then its page was shown."""
        return name in self.typed

    def get(self, name: str) -> str:
        """The last value of a field, as typed."""
        return str(self.typed.get(name, ""))

    def put(self, **values: str) -> None:
        """Carry these values on instead of what was typed."""
        for name, value in values.items():
            self.typed[name] = value

    def drop(self, name: str) -> None:
        """Forget that a field was sent."""
        self.typed.pop(name, None)

    def hidden(self, *, shown: Sequence[str] = ()) -> list[tuple[str, str]]:
        """The hidden fields of a page that shows these fields itself."""
        names = [name for name in self._names if name not in shown]
        kept = [(name, printable(self.get(name))) for name in names if self.has(name)]
        kept.append(("nonce", self._nonce_text))
        if self._fell_in_the_trap():
            kept.append((TRAPPED, "1"))
        if self._was_asked_again():
            kept.append(("again", self.get("again")))
        return kept

    def submission_key(self, content: Sequence[str | int | None]) -> str:
        """One key for this form with this content: sent again it is the same request, but after
        a change it is another.
        """
        text = json.dumps([self.nonce.value, *content])
        return sha256(text.encode()).hexdigest()

    def was_checked(self, key: str) -> bool:
        """Whether the check page showed exactly what is sent now."""
        return _signed(_CHECKED, self.get("checked")) == key

    def looks_automatic(self, *, now: datetime) -> bool:
        """Too fast for a person, or the trap is filled in; not when the form came back before."""
        if self._was_asked_again():
            return False
        soon = self.nonce.issued_at + timedelta(seconds=settings.FORM_MIN_SECONDS)
        return now < soon or self._fell_in_the_trap()

    def asked_again(self) -> tuple[str, str]:
        """The hidden field with which the next press goes through."""
        return "again", _AGAIN.sign(self.nonce.value)

    def _was_asked_again(self) -> bool:
        return _signed(_AGAIN, self.get("again")) == self.nonce.value

    def _fell_in_the_trap(self) -> bool:
        return bool(self.get(TRAP) or self.get(TRAPPED))


def checked_mark(key: str) -> tuple[str, str]:
    """The hidden field of the check page: it showed the content of this key."""
    return "checked", _CHECKED.sign(key)


def _signed(signer: Signer, value: str) -> str | None:
    try:
        return signer.unsign(value)
    except BadSignature:
        return None
