"""Texts that coordinators edit, and the guides of beheerders and coordinators."""

from django.urls import URLPattern, path

from groups.texts.views import editing, guides

urlpatterns: list[URLPattern] = [
    path("beheer/uitleg/", guides.guide_beheerder, name="guide_beheerder"),
    path("platform/uitleg/", guides.guide_coordinator, name="guide_coordinator"),
    path("platform/teksten/", editing.texts_list, name="texts"),
    path("platform/teksten/<slug:key>/", editing.text_edit, name="text_edit"),
    path("platform/teksten/<slug:key>/terug/", editing.text_reset, name="text_reset"),
]
