"""The only door through which `alerts` enters `groups`: what it may read of groups, streets and
people, who may be told, how a mail of the village is made, and what a figure is.
"""

from groups.bulletins.pages.sharing import whatsapp_link
from groups.figures.pages.blocks import TOO_LITTLE
from groups.figures.pages.rows import Block, Row, in_words, page_of, rank_of, time_in_words
from groups.figures.pages.small_cells import FEWEST, Cell, hides, shown, sum_of
from groups.models import (
    ChatApp,
    GroupStatus,
    PartnerContact,
    PartnerKind,
    Street,
    WatchGroup,
)
from groups.notices import (
    all_beheerders,
    beheerders_to_tell,
    beheerders_to_tell_of,
    coordinators,
    everybody_there,
    leaves_at,
)
from groups.permissions import manages_group, see_group
from groups.places.forms.street_choice import StreetField, StreetsOfGroups
from groups.privacy.terms import ALERT_DAYS, AUDIT_DAYS, KNOCK_DAYS
from groups.refusals import Refused, refused_leads_to
from groups.requests.pages.to_add import RequestLine, approved_to_add
from groups.requests.views.opened_link import MailedLinks
from groups.requests.views.opened_link import works as link_works
from groups.values.village_time import VILLAGE, days_after, on_day, read_date, village_day
from groups.wording.drafting import draft

__all__ = [
    "ALERT_DAYS",
    "AUDIT_DAYS",
    "FEWEST",
    "KNOCK_DAYS",
    "TOO_LITTLE",
    "VILLAGE",
    "Block",
    "Cell",
    "ChatApp",
    "GroupStatus",
    "MailedLinks",
    "PartnerContact",
    "PartnerKind",
    "Refused",
    "RequestLine",
    "Row",
    "Street",
    "StreetField",
    "StreetsOfGroups",
    "WatchGroup",
    "all_beheerders",
    "approved_to_add",
    "beheerders_to_tell",
    "beheerders_to_tell_of",
    "coordinators",
    "days_after",
    "draft",
    "everybody_there",
    "hides",
    "in_words",
    "leaves_at",
    "link_works",
    "manages_group",
    "on_day",
    "page_of",
    "rank_of",
    "read_date",
    "refused_leads_to",
    "see_group",
    "shown",
    "sum_of",
    "time_in_words",
    "village_day",
    "whatsapp_link",
]
