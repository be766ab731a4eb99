"""The only door through which `alerts` enters `groups`: what it may read of groups, streets and
people, who may be told, and how a mail of the village is made.
"""

from groups.bulletins.pages.sharing import whatsapp_link
from groups.models import ChatApp, Street, WatchGroup
from groups.notices import beheerders_to_tell, coordinators, everybody_there, leaves_at
from groups.permissions import manages_group, see_group
from groups.places.forms.street_choice import StreetField, StreetsOfGroups
from groups.refusals import Refused, refused_leads_to
from groups.values.village_time import VILLAGE, days_after, on_day, read_date, village_day
from groups.wording.drafting import draft

__all__ = [
    "VILLAGE",
    "ChatApp",
    "Refused",
    "Street",
    "StreetField",
    "StreetsOfGroups",
    "WatchGroup",
    "beheerders_to_tell",
    "coordinators",
    "days_after",
    "draft",
    "everybody_there",
    "leaves_at",
    "manages_group",
    "on_day",
    "read_date",
    "refused_leads_to",
    "see_group",
    "village_day",
    "whatsapp_link",
]
