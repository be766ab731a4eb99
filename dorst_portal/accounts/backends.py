"""Checking a password, in the same time for every address."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from dorst_portal.accounts.models import User
from dorst_portal.kit.rows.prepared import Prepared

# Asked on every page of somebody who is logged in.
_BY_PK = Prepared(lambda pk: User.objects.filter(pk=pk), pk=int)


class PasswordBackend(AuthenticationBackend):
    """Knows an account by its address in its one spelling; a closed one is as good as none."""

    def _authenticate_by_email(self, email: str, password: str) -> AbstractBaseUser | None:
        user = User.objects.active().with_email(email).first()
        return self._check_password(user, password)

    def get_user(self, user_id: int) -> User | None:
        """The account of a session; none once it is closed."""
        user = _BY_PK.first(pk=user_id)
        return user if user and self.user_can_authenticate(user) else None
