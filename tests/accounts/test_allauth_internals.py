"""What allauth keeps to itself and we use all the same is what it was when somebody last looked."""

import inspect
import re
from pathlib import Path

import allauth
import pytest

from dorst_portal.accounts import allauth_internals
from dorst_portal.accounts.allauth_internals import CHECKED_WITH, TOTP, RecoveryCodes, webauthn

LOCK = Path(__file__).resolve().parents[2] / "requirements.txt"
CALLED_AS = {
    allauth_internals.delete_dangling_recovery_codes: "user",
    allauth_internals.did_recently_reauthenticate: "request",
    allauth_internals.format_hotp_value: "value",
    allauth_internals.hotp_value: "secret counter",
    allauth_internals.normalize_user_code: "code",
    allauth_internals.perform_login: "request login",
    allauth_internals.perform_passwordless_login: "request authenticator login",
    allauth_internals.record_authentication: "request user method extra_data",
    allauth_internals.validate_totp_code: "secret code",
    RecoveryCodes.activate: "user",
    RecoveryCodes.get_unused_codes: "self",
    RecoveryCodes.validate_code: "self code",
    TOTP.activate: "user secret",
    webauthn.WebAuthn.add: "user name credential",
    webauthn.begin_authentication: "user",
    webauthn.begin_registration: "user passwordless",
    webauthn.clear_state: "",
    webauthn.complete_authentication: "user response",
    webauthn.complete_registration: "credential",
    webauthn.extract_user_from_response: "response",
    webauthn.get_state: "",
    webauthn.parse_authentication_response: "response",
    webauthn.parse_registration_response: "response",
}


def test_another_version_of_allauth_is_looked_at_first() -> None:
    pinned = re.search(r"^django-allauth\S*==(\S+)", LOCK.read_text(), re.MULTILINE)
    assert pinned
    assert pinned.group(1) == allauth.__version__ == CHECKED_WITH


@pytest.mark.parametrize("function", CALLED_AS, ids=lambda one: one.__qualname__)
def test_each_name_takes_what_it_is_called_with(function: object) -> None:
    taken = list(inspect.signature(function).parameters)  # type: ignore[arg-type]
    assert taken == CALLED_AS[function].split()


def test_the_list_of_names_is_whole() -> None:
    listed = {function.__qualname__.partition(".")[0] for function in CALLED_AS}
    assert set(allauth_internals.__all__) - listed == {"webauthn"}
