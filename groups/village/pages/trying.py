"""Whether a mail to oneself arrives. Reads only."""

from dataclasses import dataclass

from dorst_portal.accounts.models import User
from dorst_portal.outbox.models import Mail, MailState
from groups.models import VillageStep, VillageStepCode
from groups.village.emails import EVENT


@dataclass(frozen=True)
class TryPage:
    """The last mail that somebody sent to themself, and whether a person said that it arrived."""

    email: str
    last: Mail | None
    step: VillageStep | None

    @property
    def is_sent(self) -> bool:
        """Whether the mail server took it."""
        return self.last is not None and self.last.state == MailState.SENT

    @property
    def has_failed(self) -> bool:
        """Whether the mail server refused it for good."""
        return self.last is not None and self.last.state == MailState.FAILED


def page_for(user: User) -> TryPage:
    """How far trying is. Two queries."""
    mine = Mail.objects.filter(event=EVENT, key__startswith=f"{EVENT}-{user.pk}-")
    last = mine.order_by("-pk").first()
    step = VillageStep.objects.select_related("done_by").filter(code=VillageStepCode.MAIL).first()
    return TryPage(user.email, last, step)
