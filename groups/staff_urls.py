"""Pages behind log-in: of beheerders (/beheer/) and of Platform Dorst (/platform/)."""

from django.urls import URLPattern

from groups.audit_log import urls as audit_log
from groups.beheerders import urls as beheerders
from groups.bulletins import urls as bulletins
from groups.coverage import urls as coverage
from groups.desk import urls as desk
from groups.figures import urls as figures
from groups.members import urls as members
from groups.mine import urls as mine
from groups.partners import urls as partners
from groups.places import urls as places
from groups.privacy import urls as privacy
from groups.requests import urls as requests
from groups.texts import urls as texts
from groups.village import urls as village
from groups.watchgroups import urls as watchgroups

urlpatterns: list[URLPattern] = [
    *requests.urlpatterns,
    *desk.urlpatterns,
    *watchgroups.urlpatterns,
    *members.urlpatterns,
    # Before places: its addresses begin like those of a street.
    *coverage.urlpatterns,
    *places.urlpatterns,
    *beheerders.urlpatterns,
    *partners.urlpatterns,
    *bulletins.urlpatterns,
    *texts.urlpatterns,
    *village.urlpatterns,
    *figures.urlpatterns,
    *audit_log.urlpatterns,
    *privacy.urlpatterns,
    *mine.staff_urlpatterns,
]
