"""Pages that a resident sees."""

from django.urls import path

from groups.views.confirm import confirm, confirm_link
from groups.views.finder import finder
from groups.views.home import home
from groups.views.signup import signup
from groups.views.streets import streets
from groups.views.texts import house_rules, how_it_works, privacy
from groups.views.thanks import thanks
from groups.views.watchgroups import watchgroup, watchgroups

urlpatterns = [
    path("", home, name="home"),
    path("zoek/", finder, name="finder"),
    path("straten/", streets, name="streets"),
    path("groepen/", watchgroups, name="watchgroups"),
    path("groep/<slug:slug>/", watchgroup, name="watchgroup"),
    path("meedoen/", signup, name="signup_start"),
    path("meedoen/<slug:slug>/", signup, name="signup"),
    path("bedankt/<str:reference>/", thanks, name="thanks"),
    path("bevestig/", confirm, name="confirm"),
    path("bevestig/<path:token>/", confirm_link, name="confirm_link"),
    path("hoe-werkt-het/", how_it_works, name="how_it_works"),
    path("spelregels/", house_rules, name="house_rules"),
    path("privacy/", privacy, name="privacy"),
]
