"""Where Telegram tells what happens in chats: machines only, with the secret that we gave it."""

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from alerts.services.incoming import take_update
from alerts.values.telegram_updates import number_of, read_update
from dorst_portal.kit.access import machine

MOST_BYTES = 64 * 1024


@csrf_exempt
@machine
@require_POST
def telegram_update(request: HttpRequest) -> HttpResponse:
    """Read one update into rows. What is no update is answered with a yes as well: Telegram would
    send it again for a day.
    """
    wanted = settings.TELEGRAM_WEBHOOK_SECRET
    if not (settings.TELEGRAM_BOT_TOKEN and wanted):
        raise Http404
    given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
    if not constant_time_compare(given, wanted):
        return HttpResponse(status=403)
    update = _object(request.body) if len(request.body) <= MOST_BYTES else {}
    number = number_of(update)
    if number is not None:
        take_update(number, read_update(update), now=timezone.now())
    return HttpResponse(status=200)


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
