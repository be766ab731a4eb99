"""Who is in a group."""

from django.urls import URLPattern, path

from groups.members.views import (
    blocking,
    checks,
    comparing,
    counting,
    export,
    imports,
    keeping,
    members,
    telling,
    village_imports,
)

urlpatterns: list[URLPattern] = [
    path("beheer/groep/<slug:slug>/leden/", members.members, name="members"),
    path("beheer/groep/<slug:slug>/leden/toevoegen/", keeping.member_add, name="member_add"),
    path("beheer/groep/<slug:slug>/leden/tellen/", counting.list_count, name="list_count"),
    path("beheer/groep/<slug:slug>/leden/klopt/", counting.list_confirmed, name="list_confirmed"),
    path(
        "beheer/groep/<slug:slug>/leden/vergelijken/", comparing.list_compare, name="list_compare"
    ),
    path(
        "beheer/groep/<slug:slug>/leden/vergelijken/verwerken/",
        comparing.list_settle,
        name="list_settle",
    ),
    path(
        "beheer/groep/<slug:slug>/leden/vergelijken/terug/<int:moment>/",
        comparing.list_settle_undo,
        name="list_settle_undo",
    ),
    path("beheer/groep/<slug:slug>/leden/meenemen/", export.members_export, name="members_export"),
    path("beheer/groep/<slug:slug>/leden/<int:pk>/", members.member, name="member"),
    path(
        "beheer/groep/<slug:slug>/leden/<int:pk>/nummer/",
        members.member_number,
        name="member_number",
    ),
    path(
        "beheer/groep/<slug:slug>/leden/<int:pk>/contactkaart.vcf",
        members.member_vcard,
        name="member_vcard",
    ),
    path(
        "beheer/groep/<slug:slug>/leden/vertellen/", telling.members_untold, name="members_untold"
    ),
    path(
        "beheer/groep/<slug:slug>/leden/<int:pk>/verteld/",
        telling.member_told,
        name="member_told",
    ),
    path(
        "beheer/groep/<slug:slug>/leden/<int:pk>/wijzigen/",
        keeping.member_edit,
        name="member_edit",
    ),
    path(
        "beheer/groep/<slug:slug>/leden/<int:pk>/uit-de-groep/",
        keeping.member_end,
        name="member_end",
    ),
    path(
        "beheer/groep/<slug:slug>/leden/<int:pk>/terug/",
        keeping.member_back,
        name="member_back",
    ),
    path(
        "beheer/groep/<slug:slug>/leden/<int:pk>/in-de-groep/",
        checks.member_confirm,
        name="member_confirm",
    ),
    path(
        "beheer/groep/<slug:slug>/leden/<int:pk>/hoort-hier-niet/",
        checks.member_refuse,
        name="member_refuse",
    ),
    path(
        "beheer/groep/<slug:slug>/leden/<int:pk>/uit-de-app/",
        checks.member_taken_out,
        name="member_taken_out",
    ),
    path(
        "beheer/groep/<slug:slug>/leden/geblokkeerd/",
        blocking.members_blocked,
        name="members_blocked",
    ),
    path(
        "beheer/groep/<slug:slug>/leden/geblokkeerd/<int:pk>/opheffen/",
        blocking.number_unblock,
        name="number_unblock",
    ),
    path(
        "beheer/groep/<slug:slug>/leden/in-de-groep/",
        checks.members_confirm,
        name="members_confirm",
    ),
    # A file may be sent here (settings.UPLOAD_PATHS and deploy/Caddyfile name these paths).
    path(
        "beheer/groep/<slug:slug>/leden/overnemen/", imports.list_import_new, name="list_import_new"
    ),
    path(
        "beheer/groep/<slug:slug>/leden/overnemen/<int:pk>/",
        imports.list_import,
        name="list_import",
    ),
    path(
        "beheer/groep/<slug:slug>/leden/overnemen/<int:pk>/kolommen/",
        imports.list_import_columns,
        name="list_import_columns",
    ),
    path(
        "beheer/groep/<slug:slug>/leden/overnemen/<int:pk>/klopt/",
        imports.list_import_confirm,
        name="list_import_confirm",
    ),
    path(
        "beheer/groep/<slug:slug>/leden/overnemen/<int:pk>/laten/",
        imports.list_import_drop,
        name="list_import_drop",
    ),
    path(
        "beheer/groep/<slug:slug>/leden/overnemen/<int:pk>/ongedaan/",
        imports.list_import_undo,
        name="list_import_undo",
    ),
    path(
        "beheer/groep/<slug:slug>/leden/overnemen/<int:pk>/niet-overgenomen.csv",
        imports.list_import_left,
        name="list_import_left",
    ),
    path(
        "beheer/groep/<slug:slug>/leden/overnemen/<int:pk>/regel/<int:row>/",
        imports.list_import_row,
        name="list_import_row",
    ),
    path(
        "beheer/groep/<slug:slug>/leden/overnemen/<int:pk>/regel/<int:row>/keuze/",
        imports.list_import_settle,
        name="list_import_settle",
    ),
    path("platform/leden/vertellen/", telling.telling, name="telling"),
    path("platform/leden/vertellen/<slug:slug>/", telling.telling_group, name="telling_group"),
    path("platform/leden/vertellen/<slug:slug>/proef/", telling.telling_test, name="telling_test"),
    path(
        "platform/leden/vertellen/<slug:slug>/versturen/",
        telling.telling_send,
        name="telling_send",
    ),
    path(
        "platform/leden/vertellen/<slug:slug>/brieven/",
        telling.telling_letters,
        name="telling_letters",
    ),
    path(
        "platform/leden/overnemen/", village_imports.village_import_new, name="village_import_new"
    ),
    path(
        "platform/leden/overnemen/<int:pk>/", village_imports.village_import, name="village_import"
    ),
    path(
        "platform/leden/overnemen/<int:pk>/kolommen/",
        village_imports.village_import_columns,
        name="village_import_columns",
    ),
    path(
        "platform/leden/overnemen/<int:pk>/klopt/",
        village_imports.village_import_confirm,
        name="village_import_confirm",
    ),
    path(
        "platform/leden/overnemen/<int:pk>/laten/",
        village_imports.village_import_drop,
        name="village_import_drop",
    ),
    path(
        "platform/leden/overnemen/<int:pk>/ongedaan/",
        village_imports.village_import_undo,
        name="village_import_undo",
    ),
    path(
        "platform/leden/overnemen/<int:pk>/niet-overgenomen.csv",
        village_imports.village_import_left,
        name="village_import_left",
    ),
    path(
        "platform/leden/overnemen/<int:pk>/regel/<int:row>/",
        village_imports.village_import_row,
        name="village_import_row",
    ),
    path(
        "platform/leden/overnemen/<int:pk>/regel/<int:row>/keuze/",
        village_imports.village_import_settle,
        name="village_import_settle",
    ),
]
