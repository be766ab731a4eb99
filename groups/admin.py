"""The village in Django's admin: to look at, and only for superusers. Rules live in services.

Lists hold no person; opening a row leaves a line.
"""

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dorst_portal.accounts.models import User
from groups.audit_log.services.looks import note_admin_look
from groups.models import (
    AddressImport,
    Appointment,
    AreaDrawing,
    Bulletin,
    BulletinCopy,
    ContactMoment,
    CoverageChange,
    CoverageRule,
    GroupStep,
    Handover,
    HouseRules,
    ImportFinding,
    KeptFigure,
    MemberImport,
    Membership,
    OfficialAddress,
    Partner,
    PartnerContact,
    ResidentRequest,
    Street,
    TextVersion,
    WatchGroup,
    WatchSign,
    WeekReview,
)


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


@admin.register(GroupStep)
class GroupStepAdmin(LookOnly):
    """Steps of making a group."""

    list_display = ("group", "code", "done_at")
    list_select_related = ("group",)


@admin.register(CoverageChange)
class CoverageChangeAdmin(LookOnly):
    """What moved from group to group; undoing is a service."""

    list_display = ("at", "kind", "from_group", "to_group", "undone_at")
    list_select_related = ("from_group", "to_group")


@admin.register(WatchSign)
class WatchSignAdmin(LookOnly):
    """Signs in the street."""

    list_display = ("street", "state")
    list_select_related = ("street",)


@admin.register(OfficialAddress)
class OfficialAddressAdmin(LookOnly):
    """The official list of addresses."""

    list_display = ("street", "house_number", "house_letter", "house_number_addition", "postcode")
    list_select_related = ("street",)
    show_full_result_count = False


@admin.register(AreaDrawing)
class AreaDrawingAdmin(LookOnly):
    """The map of the groups."""

    list_display = ("made_at", "state")


@admin.register(KeptFigure)
class KeptFigureAdmin(LookOnly):
    """Figures as they were last counted."""

    list_display = ("code", "language", "page", "counted_at")


@admin.register(AddressImport)
class AddressImportAdmin(LookOnly):
    """Files of addresses, without their content."""

    list_display = ("at", "state", "rows_read")
    exclude = ("content",)


@admin.register(ImportFinding)
class ImportFindingAdmin(LookOnly):
    """What was found in a file of addresses."""

    list_display = ("batch", "kind", "row")
    list_select_related = ("batch",)
    show_full_result_count = False


@admin.register(MemberImport)
class MemberImportAdmin(LookOnly):
    """Lists of members on their way, without the people in them: those stand nowhere here."""

    list_display = ("at", "state", "rows_read")
    exclude = ("content", "name", "facts")


@admin.register(Partner)
class PartnerAdmin(LookOnly):
    """Organisations."""

    list_display = ("name", "kind", "checked_on")


@admin.register(PartnerContact)
class PartnerContactAdmin(PersonalData):
    """People at a partner: a look leaves a line."""

    list_display = ("pk", "partner", "checked_on")
    list_select_related = ("partner",)


@admin.register(ContactMoment)
class ContactMomentAdmin(PersonalData):
    """Notes of talks with a partner: a look leaves a line."""

    list_display = ("pk", "partner", "on")
    list_select_related = ("partner",)


@admin.register(Bulletin)
class BulletinAdmin(LookOnly):
    """Messages to the beheerders; sending is a service."""

    list_display = ("subject", "created_at", "sent_at")
    exclude = ("groups",)


@admin.register(BulletinCopy)
class BulletinCopyAdmin(LookOnly):
    """Who got a message, and whether it was shared."""

    list_display = ("bulletin", "group", "shared_at")
    list_select_related = ("bulletin", "group")
    show_full_result_count = False


@admin.register(TextVersion)
class TextVersionAdmin(LookOnly):
    """Texts that staff edited, by version."""

    list_display = ("key", "version", "at")


@admin.register(WeekReview)
class WeekReviewAdmin(LookOnly):
    """Weekly looks at the audit trail; ticking off is a service."""

    list_display = ("week", "made_at", "checked_at")
