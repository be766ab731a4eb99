"""Checking a password, in the same time for every address."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from dorst_portal.accounts.models import User


class PasswordBackend(AuthenticationBackend):
    """Knows an account by its address in its one spelling; a closed one is as good as none."""

    def _authenticate_by_email(self, email: str, password: str) -> AbstractBaseUser | None:
        user = User.objects.active().with_email(email).first()
        return self._check_password(user, password)
