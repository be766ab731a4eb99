"""What the box for an address offers while somebody types (static/combobox.js)."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import public
from dorst_portal.kit.inputs.text import clean_line
from dorst_portal.kit.ratelimit import Limit, client_address, hit
from groups.places.pages.suggestions import LONGEST, suggestions

# An address takes some ten of them; a household or a village hall shares one address.
ASKED_PER_HOUR = 3000
HOUR = 60 * 60
# Names of streets hardly change; only the browser of who typed keeps what was typed.
KEPT = "private, max-age=3600"


@public
@require_safe
def street_suggestions(request: HttpRequest) -> JsonResponse:
    """Public names of streets and hamlets that may be meant; none where it cannot be read."""
    try:
        typed = clean_line(request.GET.get("q", ""), max_length=LONGEST)
    except ValidationError:
        typed = ""
    if not typed:
        return JsonResponse([], safe=False)
    if hit([Limit("suggestions", client_address(request), ASKED_PER_HOUR, HOUR)]):
        return JsonResponse([], safe=False, status=429, headers={"Retry-After": str(HOUR)})
    lines = [one.line for one in suggestions(typed)]
    return JsonResponse(lines, safe=False, headers={"Cache-Control": KEPT})
