"""What proves more than a mailbox or a password: the app with codes, and passkeys."""

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from dorst_portal.accounts.models import User

Factors = QuerySet[Authenticator]


def second_factors_of(user: User) -> Factors:
    """Give what counts as a second factor for staff of the platform; spare codes alone do not."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user=user, type__in=kinds)


def app_of(user: User) -> Authenticator | None:
    """Give somebody's app with codes."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()


def passkeys_of(user: User) -> Factors:
    """Give somebody's passkeys, the oldest first."""
    mine = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    return mine.order_by("pk")
