"""Groups: a beheerder's own, and those that Platform Dorst keeps."""

from django.urls import URLPattern, path

from groups.watchgroups.views import (
    dividing,
    invite_link,
    my_group,
    papers,
    status,
    still_alive,
    suggestions,
    tasks,
    watch_signs,
)
from groups.watchgroups.views import groups as platform_groups

urlpatterns: list[URLPattern] = [
    path("beheer/groep/<slug:slug>/", my_group.my_group, name="my_group"),
    path("beheer/groep/<slug:slug>/afdrukken/", papers.group_papers, name="group_papers"),
    path("beheer/groep/<slug:slug>/leeft/", still_alive.group_alive, name="group_alive"),
    path("beheer/kies/groep/<slug:code>/", suggestions.group_suggestions, name="group_suggestions"),
    path("platform/groepen/", platform_groups.platform_groups, name="platform_groups"),
    path("platform/groepen/nieuw/", platform_groups.group_new, name="group_new"),
    path("platform/groepen/<slug:slug>/", tasks.group_page, name="group_page"),
    path("platform/groepen/<slug:slug>/link/", invite_link.group_link, name="group_link"),
    path("platform/groepen/<slug:slug>/wijzigen/", platform_groups.group_edit, name="group_edit"),
    path("platform/groepen/<slug:slug>/openen/", tasks.group_open, name="group_open"),
    path("platform/groepen/<slug:slug>/uitnodigen/", tasks.group_invite, name="group_invite"),
    path("platform/groepen/<slug:slug>/stap/<slug:code>/", tasks.group_step, name="group_step"),
    path(
        "platform/groepen/<slug:slug>/stap/<slug:code>/klaar/",
        tasks.group_step_done,
        name="group_step_done",
    ),
    path(
        "platform/groepen/<slug:slug>/stap/<slug:code>/nog-doen/",
        tasks.group_step_undone,
        name="group_step_undone",
    ),
    path("platform/groepen/<slug:slug>/pauze/", status.group_pause, name="group_pause"),
    path("platform/groepen/<slug:slug>/hervat/", status.group_resume, name="group_resume"),
    path("platform/groepen/<slug:slug>/opheffen/", status.group_archive, name="group_archive"),
    path("platform/groepen/<slug:slug>/splitsen/", dividing.group_split, name="group_split"),
    path(
        "platform/groepen/<slug:slug>/splitsen/doen/",
        dividing.group_split_confirm,
        name="group_split_confirm",
    ),
    path("platform/groepen/<slug:slug>/samenvoegen/", dividing.group_merge, name="group_merge"),
    path(
        "platform/groepen/<slug:slug>/samenvoegen/doen/",
        dividing.group_merge_confirm,
        name="group_merge_confirm",
    ),
    path("platform/borden/", watch_signs.watch_signs, name="watch_signs"),
    path("platform/borden/nieuw/", watch_signs.watch_sign_new, name="watch_sign_new"),
    path("platform/borden/<int:pk>/", watch_signs.watch_sign_edit, name="watch_sign_edit"),
]
