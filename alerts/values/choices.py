"""What can be said of an alert: its kind, who was called, how it stands and how it ended."""

from django.db.models import TextChoices

from dorst_portal.languages.words import lazy_text


class Category(TextChoices):
    """What somebody sees: the four kinds of Waaksamen, and what a village adds to them."""

    BURGLARY = "burglary", lazy_text("Inbraak of poging")
    PERSON = "suspicious_person", lazy_text("Verdacht persoon of groep")
    VEHICLE = "suspicious_vehicle", lazy_text("Verdacht voertuig")
    SURROUNDINGS = "suspicious_surroundings", lazy_text("Iets raars in de omgeving")
    VANDALISM = "vandalism", lazy_text("Vernieling")
    DOORSTEP_SCAM = "doorstep_scam", lazy_text("Babbeltruc aan de deur")
    MISSING = "missing_person", lazy_text("Vermist persoon")
    OTHER = "other", lazy_text("Iets anders")


class Police(TextChoices):
    """Who was called before the group was told."""

    EMERGENCY = "112", lazy_text("112 is gebeld")
    NO_URGENCY = "0900", lazy_text("0900-8844 is gebeld")
    NOT_YET = "not_yet", lazy_text("Nog niet gebeld")


class AlertState(TextChoices):
    """How an alert stands. Over and false are ends: nothing leads back."""

    RUNNING = "running", lazy_text("Loopt")
    OVER = "over", lazy_text("Voorbij")
    FALSE_ALARM = "false_alarm", lazy_text("Loos alarm")


class Outcome(TextChoices):
    """What came of an alert that is over."""

    POLICE_CAME = "police_came", lazy_text("Politie is geweest")
    ARREST = "arrest", lazy_text("Iemand is aangehouden")
    NOTHING_FOUND = "nothing_found", lazy_text("Niets aangetroffen")
    HELPED = "helped", lazy_text("Iemand is geholpen")
    UNKNOWN = "unknown", lazy_text("Niet bekend")


class SharedWith(TextChoices):
    """Who was told of an alert by its beheerders; other groups hear by a relay."""

    CHAT = "chat", lazy_text("Buurtapp van de groep")
    OFFICER = "officer", lazy_text("Wijkagent")
