"""What templates ask about passkeys."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def passkey_origin() -> str:
    """Give the one address at which passkeys work; at another one the script offers none."""
    return settings.SITE_URL
