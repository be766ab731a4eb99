"""The desk of a coordinator: what waits, the waiting list, mails that failed."""

from django.urls import URLPattern, path

from groups.desk.views import failed_mails, overview, waiting_list

urlpatterns: list[URLPattern] = [
    path("platform/", overview.platform, name="platform"),
    path("platform/aanvragen/", overview.platform_requests, name="platform_requests"),
    path("platform/aanvraag/<int:pk>/wachten/", waiting_list.request_keep, name="request_keep"),
    path("platform/wachtlijst/", waiting_list.waiting_list, name="waiting_list"),
    path("platform/wachtlijst/<slug:slug>/", waiting_list.waiting_street, name="waiting_street"),
    path("platform/mails/", failed_mails.failed_mails, name="failed_mails"),
    path(
        "platform/mails/<int:pk>/opnieuw/",
        failed_mails.failed_mail_retry,
        name="failed_mail_retry",
    ),
    path(
        "platform/mails/<int:pk>/laat-maar/",
        failed_mails.failed_mail_let_go,
        name="failed_mail_let_go",
    ),
]
