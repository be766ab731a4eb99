"""The person who asks for a page behind log-in."""

from django.http import HttpRequest

from dorst_portal.accounts.models import User


def user_of(request: HttpRequest) -> User:
    """The person who is logged in; the audience of the view lets nobody else in."""
    if not isinstance(request.user, User):
        raise TypeError("a page behind log-in without a user")
    return request.user
