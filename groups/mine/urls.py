"""The own page of a member, below /mijn/; and the same made by others for who has no e-mail."""

from django.urls import URLPattern, path

from groups.mine.views.changing import own_change
from groups.mine.views.coming_in import own_in_group, own_invite, own_request_page
from groups.mine.views.erasing import own_erase, own_erase_sure, own_erased
from groups.mine.views.membership import own_leave, own_left, own_proof, own_stay
from groups.mine.views.moving_house import own_move
from groups.mine.views.new_email import (
    own_email,
    own_email_confirm,
    own_email_keep,
    own_email_link,
)
from groups.mine.views.on_behalf import member_data
from groups.mine.views.own_data import (
    own_data_file,
    own_data_page,
    own_objection,
    own_objection_sent,
)
from groups.mine.views.visits import own_page, own_page_close, own_page_link, own_page_open

urlpatterns = [
    path("", own_page, name="own_page"),
    path("openen/", own_page_open, name="own_page_open"),
    path("sluiten/", own_page_close, name="own_page_close"),
    path("e-mail/", own_email, name="own_email"),
    path("e-mail/laat-zo/", own_email_keep, name="own_email_keep"),
    path("e-mail/bevestigen/", own_email_confirm, name="own_email_confirm"),
    path("e-mail/bevestigen/<path:token>/", own_email_link, name="own_email_link"),
    path("groep/<int:pk>/ben-ik-dit/", own_proof, name="own_proof"),
    path("groep/<int:pk>/wijzigen/", own_change, name="own_change"),
    path("groep/<int:pk>/verhuizen/", own_move, name="own_move"),
    path("groep/<int:pk>/stoppen/", own_leave, name="own_leave"),
    path("groep/<int:pk>/gestopt/", own_left, name="own_left"),
    path("groep/<int:pk>/toch-blijven/", own_stay, name="own_stay"),
    path("aanvraag/<int:pk>/", own_request_page, name="own_request_page"),
    path("aanvraag/<int:pk>/naar-de-groep/", own_invite, name="own_invite"),
    path("aanvraag/<int:pk>/in-de-groep/", own_in_group, name="own_in_group"),
    path("gegevens/", own_data_page, name="own_data"),
    path("gegevens.json", own_data_file, name="own_data_file"),
    path("bezwaar/", own_objection, name="own_objection"),
    path("bezwaar/verstuurd/", own_objection_sent, name="own_objection_sent"),
    path("wissen/", own_erase, name="own_erase"),
    path("wissen/zeker/", own_erase_sure, name="own_erase_sure"),
    path("gewist/", own_erased, name="own_erased"),
    path("<path:token>/", own_page_link, name="own_page_link"),
]

staff_urlpatterns: list[URLPattern] = [
    path("beheer/groep/<slug:slug>/leden/<int:pk>/gegevens/", member_data, name="member_data"),
]
