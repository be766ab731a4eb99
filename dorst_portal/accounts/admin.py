"""Accounts in Django's admin: to look at, to close, and to end their sessions."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from dorst_portal.accounts import services
from dorst_portal.accounts.models import User, UserQuerySet

# Secrets, an address book and groups of rights that nothing here uses have no page.
for unused in (Authenticator, EmailAddress, Group):
    if admin.site.is_registered(unused):
        admin.site.unregister(unused)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Nothing is typed here: rights are given by the services, which leave their lines."""

    list_display = ("email", "name", "is_active", "is_coordinator", "is_superuser", "last_login")
    list_filter = ("is_active", "is_coordinator", "is_superuser")
    search_fields = ("email", "name")
    exclude = ("password", "session_stamp")
    actions = ("end_sessions", "close_accounts")

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """What no page shows can not be guessed letter by letter through the address either."""
        return lookup.split("__")[0] not in self.exclude and super().lookup_allowed(
            lookup, value, request
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    @admin.action(description="Alle sessies beëindigen", permissions=["view"])
    def end_sessions(self, request: HttpRequest, queryset: UserQuerySet) -> None:
        for user in queryset:
            services.end_sessions(user, by=_who(request))

    @admin.action(description="Account sluiten", permissions=["view"])
    def close_accounts(self, request: HttpRequest, queryset: UserQuerySet) -> None:
        for user in queryset:
            services.close_account(user, by=_who(request))


def _who(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise TypeError("the admin is for accounts only")
    return request.user
