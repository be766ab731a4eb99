"""Groups that a box offers while somebody types (groups/group_field.py)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import logged_in
from dorst_portal.kit.inputs.choosing import suggestions
from groups.group_field import SETS, suggested_groups


@logged_in
@require_safe
def group_suggestions(request: HttpRequest, code: str) -> HttpResponse:
    """Ten groups of a set. Only Platform Dorst learns of groups that not everybody may know."""
    of = SETS.get(code)
    if of is None or not (of.is_public or user_of(request).is_platform):
        raise Http404
    return suggestions(suggested_groups(request.GET.get("q", "")[:100], of=of))
