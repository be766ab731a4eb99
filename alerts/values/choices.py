"""What can be said of an alert: its kind, who was called, how it stands and how it ended."""

from django.db.models import TextChoices


class Category(TextChoices):
    """What somebody sees: the four kinds of Waaksamen, and what a village adds to them."""

    BURGLARY = "burglary", "Inbraak of poging"
    PERSON = "suspicious_person", "Verdacht persoon of groep"
    VEHICLE = "suspicious_vehicle", "Verdacht voertuig"
    SURROUNDINGS = "suspicious_surroundings", "Iets raars in de omgeving"
    VANDALISM = "vandalism", "Vernieling"
    DOORSTEP_SCAM = "doorstep_scam", "Babbeltruc aan de deur"
    MISSING = "missing_person", "Vermist persoon"
    OTHER = "other", "Iets anders"


class Police(TextChoices):
    """Who was called before the group was told."""

    EMERGENCY = "112", "112 is gebeld"
    NO_URGENCY = "0900", "0900-8844 is gebeld"
    NOT_YET = "not_yet", "Nog niet gebeld"


class AlertState(TextChoices):
    """How an alert stands. Over and false are ends: nothing leads back."""

    RUNNING = "running", "Loopt"
    OVER = "over", "Voorbij"
    FALSE_ALARM = "false_alarm", "Loos alarm"


class Outcome(TextChoices):
    """What came of an alert that is over."""

    POLICE_CAME = "police_came", "Politie is geweest"
    ARREST = "arrest", "Iemand is aangehouden"
    NOTHING_FOUND = "nothing_found", "Niets aangetroffen"
    HELPED = "helped", "Iemand is geholpen"
    UNKNOWN = "unknown", "Niet bekend"


class SharedWith(TextChoices):
    """Who was told of an alert by its beheerders; other groups hear by a relay."""

    CHAT = "chat", "Buurtapp van de groep"
    OFFICER = "officer", "Wijkagent"
