"""All that we use of allauth's `internal` modules, which it may change in any release.

Nothing else of the project imports them. Whoever takes another version of allauth reads what
changed in these functions, and only then writes its number below: a test compares it with what is
installed, and each name with the arguments by which it is called here.
"""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.base.internal.flows import delete_dangling_recovery_codes
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    validate_totp_code,
)
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login

__all__ = [
    "TOTP",
    "RecoveryCodes",
    "delete_dangling_recovery_codes",
    "did_recently_reauthenticate",
    "format_hotp_value",
    "hotp_value",
    "normalize_user_code",
    "perform_login",
    "perform_passwordless_login",
    "record_authentication",
    "validate_totp_code",
    "webauthn",
]

CHECKED_WITH = "65.21.1"
