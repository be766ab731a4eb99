"""Streets, and the official address list."""

from django.urls import URLPattern, path

from groups.places.views import address_list, framing_sites, hamlets, streets

urlpatterns: list[URLPattern] = [
    path("platform/straten/", streets.platform_streets, name="platform_streets"),
    path("platform/kies/straat/", streets.choose_street, name="choose_street"),
    path("platform/straten/nieuw/", streets.street_new, name="street_new"),
    path("platform/straten/<slug:slug>/", streets.street_edit, name="street_edit"),
    path("platform/buurtschappen/", hamlets.hamlets, name="hamlets"),
    path("platform/buurtschappen/nieuw/", hamlets.hamlet_new, name="hamlet_new"),
    path("platform/buurtschappen/<int:pk>/", hamlets.hamlet_edit, name="hamlet_edit"),
    path("platform/buurtschappen/<int:pk>/weg/", hamlets.hamlet_remove, name="hamlet_remove"),
    # A file may be sent here (settings.UPLOAD_PATHS and deploy/Caddyfile name this path).
    path("platform/adressen/", address_list.addresses, name="addresses"),
    path("platform/adressen/import/<int:pk>/", address_list.address_import, name="address_import"),
    path(
        "platform/adressen/import/<int:pk>/kolommen/",
        address_list.address_import_columns,
        name="address_import_columns",
    ),
    path(
        "platform/adressen/import/<int:pk>/overnemen/",
        address_list.address_import_confirm,
        name="address_import_confirm",
    ),
    path(
        "platform/adressen/import/<int:pk>/laten/",
        address_list.address_import_drop,
        name="address_import_drop",
    ),
    path("platform/inbedden/", framing_sites.framing_sites, name="framing_sites"),
    path(
        "platform/inbedden/<int:pk>/weg/",
        framing_sites.framing_site_remove,
        name="framing_site_remove",
    ),
]
