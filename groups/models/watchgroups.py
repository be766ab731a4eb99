"""The chat groups of the neighbourhood watch."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy, gettext_noop

from dorst_portal.identity.current import village_name
from dorst_portal.kit.search import SearchKeyField
from groups.querysets.watchgroups import WatchGroupQuerySet


class ChatApp(models.TextChoices):
    """Where the group talks."""

    WHATSAPP = "whatsapp", "WhatsApp"
    SIGNAL = "signal", "Signal"
    TELEGRAM = "telegram", "Telegram"


class GroupStatus(models.TextChoices):
    """What a group does with its addresses and with requests."""

    # owns addresses, invisible, coordinators decide
    STARTING = "starting", gettext_lazy("in oprichting")
    ACTIVE = "active", gettext_lazy("actief")
    PAUSED = "paused", gettext_lazy("gepauzeerd")  # owns addresses, visible, requests wait
    ARCHIVED = "archived", gettext_lazy("gearchiveerd")  # owns nothing, invisible


class WayOfAdding(models.TextChoices):
    """How somebody gets into the chat once approved (three ways)."""

    OWN_PAGE = "own_page", gettext_lazy("Zelf, met een knop op de eigen pagina")
    WELCOME_MESSAGE = "welcome", gettext_lazy("Welkomstapp met de link")
    CONTACT_CARD = "contact", gettext_lazy("Zelf toevoegen met een contactkaart")


DEFAULT_WELCOME = gettext_noop(
    "Hoi {voornaam}, welkom bij buurtapp {groep}. Tik op deze link om erin te komen: {link} "
    "De spelregels in het kort: bel bij nood eerst 112, app alleen bij iets verdachts. "
    "Groet, {beheerder} (beheerder)"
)


class WatchGroup(models.Model):
    """A neighbourhood's chat group. Named WatchGroup because auth owns the name Group."""

    name = models.CharField("naam", max_length=60, unique=True)
    search_key = SearchKeyField(of="name", db_index=True)
    slug = models.SlugField(max_length=60, unique=True)
    area = models.CharField("buurt", max_length=40, default=village_name)
    app = models.CharField("app", max_length=10, choices=ChatApp, default=ChatApp.WHATSAPP)
    uses_waaksamen = models.BooleanField("gebruikt Waaksamen", default=False)
    status = models.CharField(
        max_length=10, choices=GroupStatus, default=GroupStatus.STARTING, db_index=True
    )
    way_of_adding = models.CharField(
        "manier van toevoegen",
        max_length=10,
        choices=WayOfAdding,
        default=WayOfAdding.WELCOME_MESSAGE,
    )
    capacity = models.PositiveIntegerField("plaatsen", null=True, blank=True)
    welcome_text = models.TextField("welkomsttekst", max_length=600, default=DEFAULT_WELCOME)
    # Encrypted (groups/values/secrets.py): a secret of the beheerders, also in a stolen database.
    invite_link_encrypted = models.TextField(blank=True, default="", editable=False)
    invite_link_set_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_example = models.BooleanField("voorbeeld", default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    adjoining = models.ManyToManyField("self", blank=True, verbose_name="groepen ernaast")
    # The idea of a resident that it comes from; its proposer is the candidate beheerder.
    idea = models.ForeignKey(
        "groups.ResidentRequest",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="groups_started",
    )
    # A beheerder said that the group still lives, and that the list of members is right.
    alive_at = models.DateTimeField("leeft nog", null=True, blank=True, editable=False)
    alive_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    # What a coordinator said when pausing it; its beheerders read it.
    pause_reason = models.CharField("waarom pauze", max_length=200, blank=True, editable=False)
    list_confirmed_at = models.DateTimeField("ledenlijst klopt", null=True, blank=True)
    # How many people the chat app showed then, where they were counted.
    list_counted = models.PositiveIntegerField("geteld in de app", null=True, blank=True)
    # When the timetable asked for it last.
    list_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Grows with each change of its facts: who saved an older one is told.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = WatchGroupQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name = "groep"
        verbose_name_plural = "groepen"
        constraints = [
            models.CheckConstraint(
                name="group_capacity_is_at_least_one",
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1),
            ),
            models.CheckConstraint(
                name="group_invite_link_has_its_date",
                condition=Q(invite_link_encrypted="", invite_link_set_at__isnull=True)
                | (~Q(invite_link_encrypted="") & Q(invite_link_set_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shown_to_everybody(self) -> bool:
        """Whether strangers may know the group; the twin of the queryset's filter."""
        return self.status in (GroupStatus.ACTIVE, GroupStatus.PAUSED)

    @property
    def list_right_since(self) -> datetime:
        """When its list of members was looked at last, or else when the group was made."""
        return self.list_confirmed_at or self.created_at


class StepCode(models.TextChoices):
    """The steps of making a group that only a person can say are done; the portal sees the others
    by itself.
    """

    CHAT = "chat", gettext_lazy("Groep maken in de app")
    PARTNERS = "partners", gettext_lazy("Wijkagent en gemeente inlichten")
    POSTERS = "posters", gettext_lazy("Posters printen")
    INVITED = "invited", gettext_lazy("Wachtlijst uitnodigen")


class GroupStep(models.Model):
    """A step of making a group that somebody ticked off."""

    group = models.ForeignKey(WatchGroup, on_delete=models.CASCADE, related_name="steps")
    code = models.CharField("stap", max_length=8, choices=StepCode)
    done_at = models.DateTimeField(default=timezone.now)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # How many people of the waiting list were told.
    people = models.PositiveIntegerField("mensen", default=0)

    class Meta:
        verbose_name = "stap"
        verbose_name_plural = "stappen"
        constraints = [
            models.UniqueConstraint(fields=("group", "code"), name="group_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.get_code_display()}"
