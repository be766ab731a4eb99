from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac

from dorst_portal.accounts.permissions import object_rules
from dorst_portal.kit.inputs.emails import canonical_email
from dorst_portal.kit.search import SearchKeyField, holds


def new_session_stamp() -> str:
    """Make a random text; giving a user another one ends the sessions that carry the old one."""
    return get_random_string(22)


class UserQuerySet(models.QuerySet["User"]):
    def found_by(self, typed: str) -> "UserQuerySet":
        """Accounts whose name holds these words, or whose address holds this; capitals and accents
        make no difference.
        """
        return self.filter(holds(typed) | models.Q(email__contains=typed.strip().lower()))

    def active(self) -> "UserQuerySet":
        """Accounts that may log in."""
        return self.filter(is_active=True)

    def coordinators(self) -> "UserQuerySet":
        """Active staff of Platform Dorst."""
        return self.active().filter(is_coordinator=True)

    def with_email(self, email: str) -> "UserQuerySet":
        """The account of an address, however it was typed; none for an unusable address."""
        try:
            return self.filter(email=canonical_email(email))
        except ValidationError:
            return self.none()


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes accounts; the address is brought to its one spelling here and in the forms."""

    def create_user(
        self, email: str, *, name: str = "", password: str | None = None, **flags: bool
    ) -> "User":
        """Make an account; without a password it logs in by mailed code only."""
        user = self.model(email=canonical_email(email), name=name, **flags)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, *, name: str = "", password: str | None = None, **flags: bool
    ) -> "User":
        """Make an account that may use Django's admin (what `createsuperuser` calls)."""
        flags["is_superuser"] = True
        return self.create_user(email, name=name, password=password, **flags)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account by its address, however it was typed."""
        return self.with_email(username or "").get()


class User(AbstractBaseUser):
    """Somebody who logs in, known by an e-mail address. Members and residents have no account."""

    email = models.EmailField("e-mailadres", unique=True, max_length=254)
    name = models.CharField("naam", max_length=100, blank=True)
    mobile = models.CharField("telefoonnummer", max_length=20, blank=True)
    # In the mail to who comes into a group of this person; nowhere else.
    shares_first_name = models.BooleanField(
        "voornaam in de welkomstmail", default=False, db_default=False
    )
    search_key = SearchKeyField(of="name")
    is_active = models.BooleanField("mag inloggen", default=True)
    is_coordinator = models.BooleanField("coördinator", default=False)
    is_superuser = models.BooleanField("technisch beheerder", default=False)
    session_stamp = models.CharField(max_length=22, default=new_session_stamp, editable=False)
    created = models.DateTimeField("gemaakt op", default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "account"
        verbose_name_plural = "accounts"
        indexes = [models.Index(fields=["search_key"], name="account_search_key")]
        constraints = [
            models.CheckConstraint(
                name="account_email_is_lower_case", condition=models.Q(email=Lower("email"))
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @staticmethod
    def unusable_password() -> str:
        """Make what the password column holds for somebody who logs in by mailed code only."""
        return make_password(None)

    @property
    def is_staff(self) -> bool:
        """Django's admin is for superusers only."""
        return self.is_superuser

    @property
    def is_platform(self) -> bool:
        """Coordinators and superusers: those who need a second factor and see /platform/."""
        return self.is_active and (self.is_coordinator or self.is_superuser)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Ask the rule about the object where there is one: being a superuser is no way around it.

        Every other permission is one of Django's admin, which belongs to superusers.
        """
        if not self.is_active:
            return False
        rule = object_rules().get(perm)
        if rule is not None:
            return obj is not None and rule(self, obj)
        return self.is_superuser

    def has_perms(self, perm_list: list[str], obj: Any = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_superuser

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        # Django compares this on every request. With the stamp in it, one random text ends all
        # sessions of a user at their next request, also of a user without a password.
        return salted_hmac(
            "dorst_portal.accounts.User.session",
            f"{self.password}:{self.session_stamp}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


def new_seed() -> str:
    """Make the random text that a mailed code is made from."""
    return get_random_string(22)


class MailedCode(models.Model):
    """A code that was mailed, and whether it was used; `mailed_codes` tells the rule."""

    whose = models.CharField("sleutel van het account", max_length=64, editable=False)
    seed = models.CharField(max_length=22, default=new_seed, editable=False)
    is_newest = models.BooleanField("de nieuwste", default=True)
    made_at = models.DateTimeField("gemaakt op", default=timezone.now, db_index=True)
    used_at = models.DateTimeField("gebruikt op", null=True, blank=True)

    class Meta:
        verbose_name = "gemailde code"
        verbose_name_plural = "gemailde codes"
        indexes = [models.Index(fields=["whose"], name="mailed_code_whose")]
        constraints = [
            models.UniqueConstraint(
                fields=["whose"], condition=models.Q(is_newest=True), name="one_newest_mailed_code"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"
