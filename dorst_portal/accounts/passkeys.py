"""Passkeys: the question that a browser is asked, and judging its answer.

allauth and fido2 check challenge, host, signature and that the device knew its owner. Added here:
one question takes one answer, within five minutes, from the site's own origin, and whatever is
wrong with an answer gives one and the same error.
"""

from struct import error as StructError
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from fido2.cose import CoseKey
from fido2.utils import websafe_encode
from fido2.webauthn import CollectedClientData

from dorst_portal.accounts import limits
from dorst_portal.accounts.allauth_internals import webauthn
from dorst_portal.accounts.models import User

MOST = 10
UNKNOWN = gettext_noop("Deze passkey werkt hier niet. Log in met een code in je mail.")
TOO_MANY = gettext_noop("Je hebt al {most} passkeys. Haal er eerst een weg.")
NOT_MADE = gettext_noop("Het maken van de passkey lukte niet. Probeer het opnieuw.")
_ASKED = "passkey_asked_at"
_GOOD_FOR_SECONDS = 5 * 60
# Everything that a made-up answer can bring the readers of fido2 to.
_UNREADABLE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    StructError,
    TypeError,
    ValueError,
    ValidationError,
)


def ask_who(session: SessionBase) -> dict[str, Any]:
    """Make the question for whatever passkey the person picks: nobody says first who they are."""
    session[_ASKED] = timezone.now().timestamp()
    return webauthn.begin_authentication(None)


def ask_for_new(session: SessionBase, user: User) -> dict[str, Any]:
    """Make the question for a new passkey, which the device itself can find and protects."""
    session[_ASKED] = timezone.now().timestamp()
    return webauthn.begin_registration(user, True)


def proved(session: SessionBase, answer: Any) -> Authenticator:
    """Tell which passkey an answer proves; a closed account's is as good as none."""
    try:
        _take_question(session)
        _is_from_here(webauthn.parse_authentication_response(answer).response.client_data)
        passkey = webauthn.complete_authentication(
            webauthn.extract_user_from_response(answer), answer
        )
    except _UNREADABLE as error:
        raise ValidationError(_(UNKNOWN), code="passkey") from error
    finally:
        _forget(session)
    if not passkey.user.is_active:
        raise ValidationError(_(UNKNOWN), code="passkey")
    return passkey


def made(session: SessionBase, answer: Any) -> dict[str, Any]:
    """Check an answer with a new passkey; gives what is kept of it, and nothing else it held."""
    try:
        _take_question(session)
        response = webauthn.parse_registration_response(answer).response
        _is_from_here(response.client_data)
        credential = webauthn.complete_registration(answer).credential_data
        if credential.public_key.ALGORITHM not in CoseKey.supported_algorithms():
            raise ValueError("a key that nobody can check")
    except _UNREADABLE as error:
        raise ValidationError(_(NOT_MADE), code="passkey") from error
    finally:
        _forget(session)
    name = websafe_encode(credential.credential_id)
    return {
        "id": name,
        "rawId": name,
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(response.client_data),
            "attestationObject": websafe_encode(response.attestation_object),
        },
    }


def _take_question(session: SessionBase) -> None:
    age = timezone.now().timestamp() - session.get(_ASKED, 0.0)
    if not 0 <= age < _GOOD_FOR_SECONDS:
        raise ValueError("nothing was asked just now")
    # In a row as well: of answers at the same moment each still sees the question in its session.
    asked = str((webauthn.get_state() or {}).get("challenge", ""))
    if not limits.is_first_use("passkey-question", asked, seconds=_GOOD_FOR_SECONDS):
        raise ValueError("this question was answered")


def _is_from_here(client_data: CollectedClientData) -> None:
    # fido2 would take the answer of any site below our host.
    if client_data.origin != settings.SITE_URL:
        raise ValueError("an answer to another site")


def _forget(session: SessionBase) -> None:
    session.pop(_ASKED, None)
    webauthn.clear_state()
