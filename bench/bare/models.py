"""One table."""

from django.db import models


class Row(models.Model):
    """What somebody typed."""

    name = models.CharField(max_length=100)
    mobile = models.CharField(max_length=20)
    email = models.EmailField(max_length=254)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.pk}"
