"""Pages that a resident sees."""

from django.urls import include, path

from groups.areas.views import map_paper, public_map
from groups.figures.views import public_figures
from groups.mine.urls import urlpatterns as own_pages
from groups.open_data.urls import urlpatterns as open_data
from groups.places.views.finder import finder
from groups.places.views.framed_finder import framed_finder
from groups.places.views.posters import poster, short_street
from groups.places.views.public_streets import streets
from groups.places.views.suggestions import street_suggestions
from groups.privacy.views.public import privacy
from groups.requests.views.answer import answer, answer_link
from groups.requests.views.confirm import confirm, confirm_link, confirm_object, confirm_withdraw
from groups.requests.views.new_group import new_group
from groups.requests.views.new_link import new_link
from groups.requests.views.question import question
from groups.requests.views.signup import signup
from groups.requests.views.thanks import thanks
from groups.texts.views.home import home
from groups.texts.views.public import (
    about,
    accessibility,
    house_rules,
    house_rules_paper,
    how_it_works,
    municipality,
    stop_or_change,
    which_app,
)
from groups.watchgroups.views.papers import group_cupboard
from groups.watchgroups.views.public import watchgroup, watchgroups

urlpatterns = [
    path("", home, name="home"),
    path("zoek/", finder, name="finder"),
    path("zoek/straten.json", street_suggestions, name="street_suggestions"),
    path("inbedden/", framed_finder, name="framed_finder"),
    path("straten/", streets, name="streets"),
    path("groepen/", watchgroups, name="watchgroups"),
    path("groepen/kaart/", public_map, name="map"),
    path("groepen/kaart/papier/", map_paper, name="map_paper"),
    path("groep/<slug:slug>/", watchgroup, name="watchgroup"),
    path("groep/<slug:slug>/meterkast/", group_cupboard, name="group_cupboard"),
    path("poster/<slug:slug>/", poster, name="poster"),
    path("s/<slug:slug>/", short_street, name="short_street"),
    path("meedoen/", signup, name="signup_start"),
    path("meedoen/<slug:slug>/", signup, name="signup"),
    path("groep-starten/", new_group, name="new_group"),
    path("vraag/", question, name="question"),
    path("bedankt/<str:reference>/", thanks, name="thanks"),
    path("bevestig/", confirm, name="confirm"),
    path("bevestig/intrekken/", confirm_withdraw, name="confirm_withdraw"),
    path("bevestig/bezwaar/", confirm_object, name="confirm_object"),
    path("bevestig/nieuwe-link/", new_link, name="new_link"),
    path("bevestig/<path:token>/", confirm_link, name="confirm_link"),
    path("antwoord/", answer, name="answer"),
    path("antwoord/<path:token>/", answer_link, name="answer_link"),
    path("mijn/", include(own_pages)),
    path("stoppen/", stop_or_change, name="stop_or_change"),
    path("hoe-werkt-het/", how_it_works, name="how_it_works"),
    path("spelregels/", house_rules, name="house_rules"),
    path("spelregels/papier/<slug:key>/", house_rules_paper, name="house_rules_paper"),
    path("welke-app/", which_app, name="which_app"),
    path("welke-app/gemeente/", municipality, name="municipality"),
    path("privacy/", privacy, name="privacy"),
    path("toegankelijkheid/", accessibility, name="accessibility"),
    path("over/", about, name="about"),
    path("cijfers/", public_figures, name="public_figures"),
    *open_data,
]
