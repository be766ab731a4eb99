"""Messages of Platform Dorst to the beheerders."""

from django.urls import URLPattern, path

from groups.bulletins.views import bulletins, sharing

urlpatterns: list[URLPattern] = [
    path("beheer/berichten/", sharing.own_bulletins, name="own_bulletins"),
    path("beheer/bericht/<int:pk>/", sharing.bulletin_share, name="bulletin_share"),
    path(
        "beheer/bericht/<int:pk>/gedeeld/<slug:slug>/",
        sharing.bulletin_shared,
        name="bulletin_shared",
    ),
    path(
        "beheer/bericht/<int:pk>/niet-gedeeld/<slug:slug>/",
        sharing.bulletin_unshared,
        name="bulletin_unshared",
    ),
    path("platform/berichten/", bulletins.bulletins, name="bulletins"),
    path("platform/berichten/nieuw/", bulletins.bulletin_new, name="bulletin_new"),
    path("platform/berichten/<int:pk>/", bulletins.bulletin_page, name="bulletin_page"),
    path("platform/berichten/<int:pk>/aanpassen/", bulletins.bulletin_edit, name="bulletin_edit"),
    path(
        "platform/berichten/<int:pk>/voorbeeld/",
        bulletins.bulletin_preview,
        name="bulletin_preview",
    ),
    path("platform/berichten/<int:pk>/test/", bulletins.bulletin_test, name="bulletin_test"),
    path("platform/berichten/<int:pk>/versturen/", bulletins.bulletin_send, name="bulletin_send"),
    path("platform/berichten/<int:pk>/weg/", bulletins.bulletin_drop, name="bulletin_drop"),
    path(
        "platform/berichten/<int:pk>/herinneren/",
        bulletins.bulletin_remind,
        name="bulletin_remind",
    ),
]
