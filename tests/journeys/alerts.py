"""Alerts of the example village, for who has a browser."""

from tests.races.processes import RealSite

# Logs an alert of Spoorstraat and tells its link.
LOG = """
from django.utils import timezone
from alerts.models import Alert
from alerts.pages.live import live_token
from dorst_portal.accounts.models import User
from groups.models import WatchGroup
by = User.objects.get(email="beheerder-spoorstraat@example.org")
print("link", live_token(Alert.objects.create(
    group=WatchGroup.objects.get(slug="spoorstraat"), by=by, category="burglary",
    police="not_yet", happened_at=timezone.now(),
)))
"""


def live_page_of_a_new_alert(site: RealSite) -> str:
    """Log an alert of Spoorstraat that runs, for which nobody called; the path of its live page."""
    told = site.python(LOG).strip().splitlines()[-1]
    return f"/alarm/nu/{told.removeprefix('link ')}/"
