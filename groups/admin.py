"""The village in Django's admin: to look at, and only for superusers. Rules live in services.

Lists hold no person; opening a row leaves a line.
"""

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dorst_portal.accounts.models import User
from groups.models import (
    Appointment,
    CoverageRule,
    Handover,
    HouseRules,
    Membership,
    ResidentRequest,
    Street,
    WatchGroup,
)
from groups.services.looks import note_admin_look


class LookOnly(admin.ModelAdmin):
    """Nothing is added, changed or deleted here, and there are no actions over many rows."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class PersonalData(LookOnly):
    """Rows about people: each look leaves a line."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        response = super().changeform_view(request, object_id, form_url, extra_context)
        row = self.get_object(request, object_id) if object_id else None
        if row is not None and isinstance(request.user, User):
            kind = self.opts.model_name or ""
            note_admin_look(kind, row.pk, by=request.user, now=timezone.now())
        return response


@admin.register(ResidentRequest)
class ResidentRequestAdmin(PersonalData):
    """Deciding is for beheerders, on their own pages."""

    list_display = ("reference", "kind", "state", "owner", "group", "due_at")
    list_filter = ("kind", "state", "owner", "group")
    list_select_related = ("group",)
    search_fields = ("reference",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ResidentRequest]:
        """Without complaints about a group that who looks runs themself."""
        rows = ResidentRequest.objects.order_by("-pk")
        return rows.not_about(request.user) if isinstance(request.user, User) else rows.none()


@admin.register(Membership)
class MembershipAdmin(PersonalData):
    """Members come from decided requests."""

    list_display = ("pk", "group", "since", "until", "source")
    list_filter = ("group", "source")
    list_select_related = ("group",)


@admin.register(Handover)
class HandoverAdmin(PersonalData):
    """Forwarding is a service."""

    list_display = ("request", "at", "from_owner", "from_group", "to_owner", "to_group")
    list_select_related = ("request", "from_group", "to_group")


@admin.register(Appointment)
class AppointmentAdmin(LookOnly):
    """Appointing is done at /platform/beheerders/, behind a fresh log-in."""

    list_display = ("user", "group", "role", "invited_at", "accepted_at", "until")
    list_filter = ("group", "role")
    list_select_related = ("user", "group")


@admin.register(WatchGroup)
class WatchGroupAdmin(LookOnly):
    """Without the invite link, which is a secret of the group's beheerders."""

    list_display = ("name", "area", "app", "status", "capacity")
    list_filter = ("status", "app")
    exclude = ("invite_link_encrypted",)


@admin.register(Street)
class StreetAdmin(LookOnly):
    """Streets, with their place."""

    list_display = ("name", "area", "place", "outside")
    search_fields = ("name",)


@admin.register(CoverageRule)
class CoverageRuleAdmin(LookOnly):
    """Which numbers belong to which group."""

    list_display = ("street", "first_number", "last_number", "side", "group", "ended_at")
    list_filter = ("group",)
    list_select_related = ("street", "group")


@admin.register(HouseRules)
class HouseRulesAdmin(LookOnly):
    """House rules by version."""

    list_display = ("variant", "version")
