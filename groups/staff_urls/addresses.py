"""The official address list: importing it, and what is in it."""

from django.urls import URLPattern, path

from groups.views import addresses

urlpatterns: list[URLPattern] = [
    # A file may be sent here (settings.UPLOAD_BYTES and deploy/Caddyfile name this path).
    path("platform/adressen/", addresses.addresses, name="addresses"),
    path("platform/adressen/import/<int:pk>/", addresses.address_import, name="address_import"),
    path(
        "platform/adressen/import/<int:pk>/overnemen/",
        addresses.address_import_confirm,
        name="address_import_confirm",
    ),
    path(
        "platform/adressen/import/<int:pk>/laten/",
        addresses.address_import_drop,
        name="address_import_drop",
    ),
]
