"""Who did or saw what, and the weekly look at it."""

from django.urls import URLPattern, path

from groups.audit_log.views import log, reviews

urlpatterns: list[URLPattern] = [
    path("beheer/groep/<slug:slug>/logboek/", log.group_log, name="group_log"),
    path("platform/logboek/", log.audit_log, name="audit_log"),
    path("platform/logboek/wie/", log.account_suggestions, name="account_suggestions"),
    path("platform/logboek/weken/", reviews.week_reviews, name="week_reviews"),
    path("platform/logboek/weken/<int:pk>/", reviews.week_review, name="week_review"),
    path(
        "platform/logboek/weken/<int:pk>/afvinken/",
        reviews.week_review_check,
        name="week_review_check",
    ),
]
