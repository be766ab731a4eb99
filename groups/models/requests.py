"""What residents ask, who has to act on it and by when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from dorst_portal.kit.rows.batches import one_of
from dorst_portal.kit.search import SearchKeyField
from dorst_portal.languages.current import CODES, DUTCH, in_dutch
from groups.models.watchgroups import WatchGroup
from groups.querysets.requests import RequestQuerySet
from groups.values.addresses import LONGEST_ADDITION, HouseNumber
from groups.values.names import called
from groups.values.states import ENDED, Kind, Owner, State, WaitingOn


class RouteReason(models.TextChoices):
    """Why a request went where it went; the sentence beside it tells a person."""

    COVERED = "covered", gettext_lazy("het adres hoort bij de groep")
    CHOSEN_GROUP = (
        "chosen_group",
        gettext_lazy("gekozen voor een andere groep dan die van het adres"),
    )
    NO_GROUP = "no_group", gettext_lazy("voor het adres is nog geen groep")
    UNKNOWN_STREET = "unknown_street", gettext_lazy("straat niet gevonden")
    OUTSIDE = "outside", gettext_lazy("adres ligt buiten het dorp")
    STARTING = "starting", gettext_lazy("groep in oprichting")
    PAUSED = "paused", gettext_lazy("groep gepauzeerd")
    FULL = "full", gettext_lazy("groep vol")
    NO_BEHEERDER = "no_beheerder", gettext_lazy("groep zonder beheerder")
    ALL_AWAY = "all_away", gettext_lazy("beheerder is weg en heeft geen plaatsvervanger")
    FORWARDED = "forwarded", gettext_lazy("doorgestuurd")
    CAME_BACK = "came_back", gettext_lazy("kwam voor de tweede keer terug")
    NO_ADDRESS = "no_address", gettext_lazy("zonder adres")
    COMPLAINT = "complaint", gettext_lazy("klacht over een beheerder")
    OBJECTION = "objection", gettext_lazy("bezwaar tegen een beslissing")
    NEW_GROUP = "new_group", gettext_lazy("nieuwe groep")
    REOPENED = "reopened", gettext_lazy("opnieuw geopend na bezwaar")


class RequestSource(models.TextChoices):
    """How a request reached us."""

    FORM = "form", gettext_lazy("formulier")
    MAIL = "mail", gettext_lazy("e-mail")
    PHONE = "phone", gettext_lazy("telefoon")
    PAPER = "paper", gettext_lazy("papier")
    EXAMPLE = "example", gettext_lazy("voorbeeld")


class CameFrom(models.TextChoices):
    """What brought somebody to the form."""

    POSTER = "poster", gettext_lazy("poster in de straat")
    SEARCH = "search", gettext_lazy("adres gezocht op de site")
    LIST = "list", gettext_lazy("lijst van groepen of straten")


class HasApp(models.TextChoices):
    """Whether the applicant has the group's chat app on this number."""

    YES = "yes", gettext_lazy("Ja")
    NO = "no", gettext_lazy("Nee, help me op weg")
    UNKNOWN = "unknown", gettext_lazy("Weet ik niet")


class DeclineReason(models.TextChoices):
    """Why a request was declined; the resident reads it."""

    OUTSIDE_STREETS = "outside_streets", gettext_lazy("Het adres ligt niet in onze straten")
    NOT_LIVING_THERE = "not_living_there", gettext_lazy("Deze persoon woont hier niet (meer)")
    CANNOT_CHECK = "cannot_check", gettext_lazy("Ik kan het adres niet controleren")
    OTHER = "other", gettext_lazy("Anders")
    # A rule says this, no person: an idea for a group about which we heard nothing more.
    NO_REPLY = "no_reply", gettext_lazy("We kregen geen antwoord op onze vraag")


class Subject(models.TextChoices):
    """What a question is about. The two that have a page instead of a form (danger now, and what
    the municipality mends) are never stored.
    """

    JOINING = "joining", gettext_lazy("Meedoen of stoppen")
    MESSAGES = "messages", gettext_lazy("Berichten in mijn groep")
    COMPLAINT = "complaint", gettext_lazy("Een klacht over een beheerder")
    OTHER = "other", gettext_lazy("Iets anders")
    # Not in the form: it comes from the page of a declined request.
    DECISION = "decision", gettext_lazy("Niet eens met een beslissing")


# Sorted, since an index of the database is made of it.
ENDED_WITHOUT_MEMBER = one_of("state", sorted(ENDED - {State.ADDED}))

# No group may read these.
STAYS_WITH_COORDINATORS = (Subject.COMPLAINT, Subject.DECISION)


class WantsToManage(models.TextChoices):
    """Whether who proposes a group would run it."""

    YES = "yes", gettext_lazy("Ja")
    MAYBE = "maybe", gettext_lazy("Misschien, bel me")
    NO = "no", gettext_lazy("Nee")


class ResidentRequest(models.Model):
    """One request of a resident, from the form to its end.

    It always has an owner (the beheerders of `group`, or the coordinators) and a date
    (`due_at`): the moment at which it moves on by itself, or, once ended, is anonymised.

    While it is open and the owner's turn, `due_at` is the next reminder step (days 3, 5 and 7, then
    weekly, counted from `ladder_from`); `ladder_step` says how many have been taken.
    """

    reference = models.CharField("kenmerk", max_length=12, unique=True)
    kind = models.CharField("soort", max_length=10, choices=Kind)
    state = models.CharField("stand", max_length=10, choices=State, default=State.OPEN)
    owner = models.CharField("eigenaar", max_length=12, choices=Owner)
    group = models.ForeignKey(
        "groups.WatchGroup",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
    )
    due_at = models.DateTimeField("uiterlijk")
    # From day 7 on, or when everybody is away, the coordinators see it as well.
    escalated_at = models.DateTimeField("ook bij de coördinatoren sinds", null=True, blank=True)
    waiting_on = models.CharField(
        "wacht op", max_length=8, choices=WaitingOn, default=WaitingOn.OWNER
    )
    ladder_from = models.DateTimeField("telt vanaf", default=timezone.now)
    ladder_step = models.PositiveSmallIntegerField("trede", default=0)
    route_reason = models.CharField(max_length=20, choices=RouteReason)
    route_sentence = models.CharField(max_length=250)
    source = models.CharField(max_length=10, choices=RequestSource, default=RequestSource.FORM)
    came_from = models.CharField("hoe gekomen", max_length=10, choices=CameFrom, blank=True)
    # Digest of the form's nonce and of what was typed: the same last step, sent 20 times, is one
    # request; sent again after a change it is another.
    submission_key = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField("gevraagd op", default=timezone.now)

    # Who asks, and for which address.
    name = models.CharField("naam", max_length=100)
    # By which the same person is known again; wiped with the name.
    name_key = SearchKeyField(of="name")
    organisation = models.CharField("bedrijf of club", max_length=100, blank=True)
    mobile = models.CharField("mobiel", max_length=20, blank=True)
    email = models.EmailField("e-mail", max_length=254, blank=True)
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    email_refused_at = models.DateTimeField(null=True, blank=True)
    # By the code of a letter that was put through the letterbox there.
    address_confirmed_at = models.DateTimeField(null=True, blank=True)
    street = models.ForeignKey("groups.Street", on_delete=models.PROTECT, null=True, blank=True)
    street_text = models.CharField("straat", max_length=80)
    house_number = models.PositiveIntegerField("huisnummer", null=True, blank=True)
    house_letter = models.CharField("letter", max_length=1, blank=True)
    house_number_addition = models.CharField("toevoeging", max_length=LONGEST_ADDITION, blank=True)
    has_app = models.CharField("heeft de app", max_length=10, choices=HasApp, blank=True)
    message = models.TextField("bericht", max_length=500, blank=True)
    helper_name = models.CharField("aangemeld door", max_length=100, blank=True)
    helper_email = models.EmailField("e-mail van de helper", max_length=254, blank=True)
    why_this_group = models.CharField("waarom deze groep", max_length=200, blank=True)
    house_rules = models.ForeignKey(
        "groups.HouseRules", on_delete=models.PROTECT, null=True, blank=True
    )
    of_age = models.BooleanField("oud genoeg", default=False)
    # Of the page on which it was asked: the mails about it are in that language.
    language = models.CharField(
        "taal", max_length=2, choices=settings.LANGUAGES, default=DUTCH, db_default=DUTCH
    )

    # A question; its text stands in `message`. A complaint names the group that may not see it.
    subject = models.CharField("onderwerp", max_length=10, choices=Subject, blank=True)
    about_group = models.ForeignKey(
        "groups.WatchGroup", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The declined request of an objection; the question that a join request came from.
    concerns = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )

    # The same person applied twice, and a beheerder joined the two: this one stopped, and lives on
    # in the other. `gave_email`: the two changed e-mail addresses, as this one's was confirmed.
    same_as = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="joined"
    )
    gave_email = models.BooleanField(default=False)

    # An idea for a new group.
    streets_wanted = models.CharField("straten", max_length=200, blank=True)
    wants_to_manage = models.CharField(
        "wil beheerder zijn", max_length=5, choices=WantsToManage, blank=True
    )
    neighbours = models.PositiveSmallIntegerField("buren die meedoen", null=True, blank=True)

    # The decision.
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="requests_decided",
    )
    undo_until = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=20, choices=DeclineReason, blank=True)
    decline_note = models.CharField(max_length=200, blank=True)
    closing_note = models.CharField("waarom gesloten", max_length=200, blank=True)
    added_at = models.DateTimeField("in de groep sinds", null=True, blank=True)
    membership = models.ForeignKey(
        "groups.Membership", on_delete=models.PROTECT, null=True, blank=True
    )
    anonymised_at = models.DateTimeField(null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = "aanvraag"
        verbose_name_plural = "aanvragen"
        constraints = [
            models.CheckConstraint(
                name="request_of_a_group_names_it",
                condition=~Q(owner=Owner.GROUP) | Q(group__isnull=False),
            ),
            models.CheckConstraint(
                name="waiting_request_is_the_coordinators",
                condition=~Q(state=State.WAITING) | Q(owner=Owner.COORDINATORS),
            ),
            models.CheckConstraint(
                name="approved_request_has_a_group_and_a_decision",
                condition=~Q(state__in=(State.APPROVED, State.ADDED))
                | Q(
                    group__isnull=False,
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                    kind=Kind.JOIN,
                ),
            ),
            models.CheckConstraint(
                name="added_request_has_its_membership",
                condition=Q(state=State.ADDED, membership__isnull=False, added_at__isnull=False)
                | (~Q(state=State.ADDED) & Q(membership__isnull=True, added_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="declined_request_has_a_reason",
                condition=~Q(state=State.DECLINED) | ~Q(decline_reason=""),
            ),
            models.CheckConstraint(
                name="join_state_fits_the_kind",
                condition=Q(
                    kind=Kind.JOIN,
                    state__in=(
                        State.OPEN,
                        State.WAITING,
                        State.APPROVED,
                        State.ADDED,
                        State.DECLINED,
                        State.WITHDRAWN,
                        State.EXPIRED,
                    ),
                )
                | Q(
                    kind=Kind.NEW_GROUP,
                    state__in=(State.OPEN, State.FOUNDED, State.DECLINED, State.WITHDRAWN),
                )
                | Q(
                    kind=Kind.QUESTION,
                    state__in=(State.OPEN, State.ANSWERED, State.WITHDRAWN, State.CLOSED),
                ),
            ),
            models.CheckConstraint(
                name="question_has_a_subject_and_nothing_else_has",
                condition=Q(kind=Kind.QUESTION) & ~Q(subject="")
                | ~Q(kind=Kind.QUESTION) & Q(subject=""),
            ),
            models.CheckConstraint(
                name="complaint_is_the_coordinators_alone",
                condition=~Q(subject=Subject.COMPLAINT)
                | Q(owner=Owner.COORDINATORS, group__isnull=True),
            ),
            models.CheckConstraint(
                name="request_waits_on_the_resident_only_while_open",
                condition=Q(waiting_on=WaitingOn.OWNER)
                | Q(waiting_on=WaitingOn.RESIDENT, state=State.OPEN),
            ),
            models.CheckConstraint(
                name="joined_request_is_a_withdrawn_join_request",
                condition=Q(same_as__isnull=True)
                | (Q(kind=Kind.JOIN, state=State.WITHDRAWN) & ~Q(same_as=F("id"))),
            ),
            models.CheckConstraint(
                name="founded_request_has_its_group",
                condition=~Q(state=State.FOUNDED) | Q(group__isnull=False),
            ),
            models.CheckConstraint(
                name="closed_request_says_why",
                condition=~Q(state=State.CLOSED) | ~Q(closing_note=""),
            ),
            models.CheckConstraint(
                name="request_is_in_a_language_of_the_portal",
                condition=Q(language__in=CODES),
            ),
        ]
        indexes = [
            # The inbox: worst (longest waiting) first, a page by key. With OR, and not IN: from IN
            # SQLite does not see that the index serves a list of one state.
            models.Index(
                fields=("group", "state", "waiting_on", "created_at", "id"),
                condition=Q(owner=Owner.GROUP) & (Q(state=State.OPEN) | Q(state=State.APPROVED)),
                name="request_inbox",
            ),
            # Few among many: whether there are any must not cost a walk past all the others.
            models.Index(
                fields=("group", "created_at", "id"),
                condition=Q(owner=Owner.GROUP, state=State.OPEN, kind=Kind.QUESTION),
                name="request_questions",
            ),
            # Who applied twice: by number, and by name.
            models.Index(
                fields=("group", "mobile"),
                condition=Q(owner=Owner.GROUP, state=State.OPEN, kind=Kind.JOIN),
                name="request_same_number",
            ),
            models.Index(
                fields=("group", "name_key"),
                condition=Q(owner=Owner.GROUP, state=State.OPEN, kind=Kind.JOIN),
                name="request_same_name",
            ),
            models.Index(
                fields=("state", "created_at", "id"),
                condition=Q(owner=Owner.COORDINATORS),
                name="request_coordinators",
            ),
            models.Index(
                fields=("created_at", "id"),
                condition=Q(escalated_at__isnull=False, owner=Owner.GROUP, state=State.OPEN),
                name="request_escalated",
            ),
            models.Index(fields=("due_at",), name="request_due"),
            # For retention: what still has a person in it.
            models.Index(
                fields=("due_at", "id"),
                condition=Q(anonymised_at__isnull=True) & ENDED_WITHOUT_MEMBER,
                name="request_ended_to_forget",
            ),
            models.Index(
                fields=("added_at", "id"),
                condition=Q(anonymised_at__isnull=True, state=State.ADDED),
                name="request_added_to_forget",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def number(self) -> HouseNumber | None:
        """The house number, or None where the request has none."""
        if self.house_number is None:
            return None
        return HouseNumber(self.house_number, self.house_letter, self.house_number_addition)

    @property
    def address(self) -> str:
        """Street and house number as written on an envelope."""
        return f"{self.street_text} {self.number}" if self.number else self.street_text

    @property
    def why_routed(self) -> str:
        """Why it came where it is: the sentence was written down in Dutch, so who reads another
        language gets the reason in a few words.
        """
        in_words = f"{capfirst(str(self.get_route_reason_display()))}."
        return (self.route_sentence if in_dutch() else "") or in_words

    @property
    def told_group(self) -> WatchGroup | None:
        """The group that the resident may read: one that is starting, or was archived, is nobody's
        to see.
        """
        group = self.group
        return group if group and group.is_shown_to_everybody else None

    @property
    def chose_group(self) -> bool:
        """Whether the applicant asked for this group, which is not the one of the address."""
        if self.route_reason == RouteReason.FORWARDED:
            return False
        return self.route_reason == RouteReason.CHOSEN_GROUP or bool(self.why_this_group)

    @property
    def first_name(self) -> str:
        """How a beheerder would say hello."""
        return called(self.name)


class Handover(models.Model):
    """A request that went from one owner to another: forwarded by a person, or moved by a rule."""

    request = models.ForeignKey(ResidentRequest, on_delete=models.CASCADE, related_name="handovers")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True
    )
    from_owner = models.CharField(max_length=12, choices=Owner)
    from_group = models.ForeignKey(
        "groups.WatchGroup", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    from_state = models.CharField(max_length=10, choices=State)
    from_reason = models.CharField(max_length=20, choices=RouteReason)
    from_sentence = models.CharField(max_length=250, blank=True)
    from_due_at = models.DateTimeField()
    from_escalated_at = models.DateTimeField(null=True, blank=True)
    from_waiting_on = models.CharField(max_length=8, choices=WaitingOn, default=WaitingOn.OWNER)
    from_ladder_from = models.DateTimeField(default=timezone.now)
    from_ladder_step = models.PositiveSmallIntegerField(default=0)
    # A request that moved along with its address.
    change = models.ForeignKey(
        "groups.CoverageChange",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="handovers",
    )
    to_owner = models.CharField(max_length=12, choices=Owner)
    to_group = models.ForeignKey(
        "groups.WatchGroup", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=200, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at", "id")
        verbose_name = "overdracht"
        verbose_name_plural = "overdrachten"

    def __str__(self) -> str:
        return f"{self.request_id}: {self.from_owner} naar {self.to_owner}"

    def as_it_was(self) -> dict[str, object]:
        """The columns of the request before it went over, to put them back."""
        return {
            "owner": self.from_owner,
            "group_id": self.from_group_id,
            "state": self.from_state,
            "route_reason": self.from_reason,
            "route_sentence": self.from_sentence,
            "due_at": self.from_due_at,
            "escalated_at": self.from_escalated_at,
            "waiting_on": self.from_waiting_on,
            "ladder_from": self.from_ladder_from,
            "ladder_step": self.from_ladder_step,
        }
