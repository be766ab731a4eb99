"""Groups with their streets and beheerders, requests and mails: nothing more than is needed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Group(models.Model):
    """A group that people join."""

    name = models.CharField(max_length=60)
    slug = models.SlugField(unique=True)
    beheerder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)

    def __str__(self) -> str:
        return self.name


class Coverage(models.Model):
    """A range of house numbers of a street belongs to a group."""

    street = models.CharField(max_length=80)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    group = models.ForeignKey(Group, on_delete=models.CASCADE)

    class Meta:
        indexes = [models.Index(fields=("street", "first", "last"), name="least_by_street")]

    def __str__(self) -> str:
        return f"{self.street} {self.first}-{self.last}"


class Request(models.Model):
    """Somebody asks to join."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, default="open")
    name = models.CharField(max_length=100)
    mobile = models.CharField(max_length=20)
    email = models.EmailField(max_length=254)
    street = models.CharField(max_length=80)
    house_number = models.CharField(max_length=20)
    message = models.TextField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=("group", "created_at", "id"),
                condition=Q(state="open"),
                name="least_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Mail(models.Model):
    """A mail that has to leave."""

    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.subject
