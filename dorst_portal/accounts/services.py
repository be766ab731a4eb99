"""What is done to accounts: each verb writes the row, the mail and the audit line together."""

from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import override

from dorst_portal.accounts import limits
from dorst_portal.accounts.allauth_internals import (
    RecoveryCodes,
    delete_dangling_recovery_codes,
    normalize_user_code,
    validate_totp_code,
    webauthn,
)
from dorst_portal.accounts.factors import app_of, passkeys_of
from dorst_portal.accounts.letters import queue_letter
from dorst_portal.accounts.models import User, new_session_stamp
from dorst_portal.accounts.sealing import unseal
from dorst_portal.audit.services import record
from dorst_portal.kit.inputs.emails import canonical_email
from dorst_portal.languages.current import DUTCH
from dorst_portal.push.services import switch_off_all


def _subject(user: User) -> str:
    return f"user:{user.pk}"


@transaction.atomic
def invite_user(email: str, name: str, *, by: User | None = None) -> User:
    """Give the account of an address, made when there is none; it logs in by mailed code.

    A closed account is opened again without its rights on the platform and without its password
    and passkeys, which may have been why it was closed.
    """
    address = canonical_email(email)
    user = User.objects.with_email(address).first()
    if user is None:
        user, created = User.objects.get_or_create(
            email=address, defaults={"name": name, "password": User.unusable_password()}
        )
        if created:
            record("account.invited", by=by, subject=_subject(user))
    if not user.is_active:
        user.is_active = True
        user.is_coordinator = user.is_superuser = False
        user.session_stamp = new_session_stamp()
        user.set_unusable_password()
        changed = ["is_active", "is_coordinator", "is_superuser", "session_stamp", "password"]
        user.save(update_fields=changed)
        passkeys_of(user).delete()
        delete_dangling_recovery_codes(user)
        record("account.reopened", by=by, subject=_subject(user))
    return user


@transaction.atomic
def make_coordinator(email: str, *, name: str = "", by: User | None, actor: str = "") -> User:
    """Make somebody coordinator, or restore one; open sessions end, since the rights change."""
    user = invite_user(email, name, by=by)
    user.is_coordinator = True
    user.session_stamp = new_session_stamp()
    user.save(update_fields=["is_coordinator", "session_stamp"])
    record("account.made_coordinator", by=by, actor=actor, subject=_subject(user))
    return user


@transaction.atomic
def reset_second_factor(user: User, *, by: User | None, actor: str = "") -> None:
    """Take a lost second factor and all passkeys away; the next log-in asks for a new one."""
    Authenticator.objects.filter(user=user).delete()
    _end_sessions(user)
    with override(DUTCH):  # who does this for somebody reads perhaps another language
        queue_letter("mfa/email/second_factor_reset", to=user.email)
    record("account.second_factor_reset", by=by, actor=actor, subject=_subject(user))


def use_app_code(user: User, code: str) -> Authenticator | None:
    """Take a code of somebody's app, once: a row remembers it for as long as it could work."""
    app = app_of(user)
    if app is None or not validate_totp_code(unseal(app.data["secret"]), code):
        return None
    seconds = (2 * app_settings.TOTP_TOLERANCE + 1) * app_settings.TOTP_PERIOD
    used = f"{app.pk}|{normalize_user_code(code)}"
    return app if limits.is_first_use("app-code", used, seconds=seconds) else None


def use_spare_code(user: User, code: str) -> Authenticator | None:
    """Take one of somebody's spare codes, once: allauth locks the row while it looks for it."""
    mine = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES)
    spare = mine.first()
    return spare if spare is not None and spare.wrap().validate_code(code) else None


@transaction.atomic
def add_passkey(user: User, *, name: str, credential: dict[str, Any]) -> bool:
    """Keep somebody's new passkey and tell them by mail; tells whether spare codes were made.

    Only staff of the platform get spare codes with it: for them it is the second step.
    """
    webauthn.WebAuthn.add(user, name, credential)
    spare = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES)
    needs_spare_codes = user.is_platform and not spare.exists()
    if needs_spare_codes:
        RecoveryCodes.activate(user)
    queue_letter("mfa/email/passkey_added", to=user.email)
    note_second_factor(user, change="passkey added")
    return needs_spare_codes


@transaction.atomic
def rename_passkey(passkey: Authenticator, name: str, *, by: User) -> None:
    """Give a passkey another name; the name itself is nobody else's business."""
    passkey.wrap().name = name
    passkey.save(update_fields=["data"])
    record("account.passkey_renamed", by=by, subject=_subject(by))


@transaction.atomic
def remove_passkey(passkey: Authenticator, *, by: User) -> None:
    """Take a passkey of one's own away and tell by mail; spare codes of nothing go with it."""
    passkey.delete()
    delete_dangling_recovery_codes(by)
    queue_letter("mfa/email/passkey_removed", to=by.email)
    note_second_factor(by, change="passkey removed")


@transaction.atomic
def close_account(user: User, *, by: User | None) -> None:
    """Close an account: the next request of its sessions is one of a stranger, and its telephones
    get nothing more.
    """
    user.is_active = False
    user.save(update_fields=["is_active"])
    _end_sessions(user)
    switch_off_all(user, by=by)
    record("account.closed", by=by, subject=_subject(user))


@transaction.atomic
def change_password(user: User, password: str) -> None:
    """Set somebody's own new password and tell them by mail; other sessions end."""
    user.set_password(password)
    user.save(update_fields=["password"])
    queue_letter("account/email/password_changed", to=user.email)
    record("account.password_changed", by=user, subject=_subject(user))


@transaction.atomic
def end_sessions(user: User, *, by: User | None) -> None:
    """End all sessions of an account at their next request, and the messages to its telephones:
    one of them may be lost.
    """
    _end_sessions(user)
    switch_off_all(user, by=by)
    record("account.sessions_ended", by=by, subject=_subject(user))


def note_login(user: User, *, method: str, factor: bool) -> None:
    """Write down that somebody logged in, and how."""
    facts: dict[str, str | int | bool | None] = {"method": method, "second_factor": factor}
    record("account.logged_in", by=user, subject=_subject(user), facts=facts)


def note_second_factor(user: User, *, change: str) -> None:
    """Write down what somebody changed about the own second factor; other sessions end."""
    with transaction.atomic():
        _end_sessions(user)
        facts: dict[str, str | int | bool | None] = {"change": change}
        record("account.second_factor_changed", by=user, subject=_subject(user), facts=facts)


def _end_sessions(user: User) -> None:
    user.session_stamp = new_session_stamp()
    user.save(update_fields=["session_stamp"])
