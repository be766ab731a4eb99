"""Where the mails of the example village are read: it sends none."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import demo
from dorst_portal.kit.rows.keyset import NUMBER, Keyset, Page, asked_key
from dorst_portal.outbox.models import LINK_PLACEHOLDER, Mail

PAGE = 30
PAGE_OF_JSON = 500
_NEWEST_FIRST = Keyset({"-pk": NUMBER})


@dataclass(frozen=True)
class ShownMail:
    """A mail with its text in three parts, so that the template makes the link and escapes all."""

    mail: Mail
    before: str
    url: str
    after: str

    @classmethod
    def of(cls, mail: Mail) -> "ShownMail":
        if not mail.link_path:
            return cls(mail, mail.text, "", "")
        before, found, after = mail.text.partition(LINK_PLACEHOLDER)
        try:
            return cls(mail, before, mail.url() if found else "", after)
        except ValueError:
            return cls(mail, f"{before}(de link is gewist){after}", "", "")

    @property
    def text(self) -> str:
        return f"{self.before}{self.url}{self.after}"


@demo
@require_safe
@never_cache
def mail_page(request: HttpRequest) -> HttpResponse:
    """All mails, the newest first and whole."""
    page = _newest(request, PAGE).each(ShownMail.of)
    context = {"mails": page.rows, "following": page.next_key}
    return render(request, "demo/mail.html", context)


@demo
@require_safe
@never_cache
def mail_json(request: HttpRequest) -> HttpResponse:
    """The same for scripts: at most 500; `?na=` and an id gives the older ones."""
    mails = [
        {
            "id": shown.mail.pk,
            "to": shown.mail.to,
            "subject": shown.mail.subject,
            "text": shown.text,
            "state": shown.mail.state,
            "created": shown.mail.created.isoformat(),
        }
        for shown in map(ShownMail.of, _newest(request, PAGE_OF_JSON).rows)
    ]
    return JsonResponse(mails, safe=False)


def _newest(request: HttpRequest, most: int) -> Page[Mail]:
    """The newest mails, or those older than the one that `?na=` names."""
    if not settings.DEMO:
        raise Http404
    mails = Mail.objects.select_related("link")
    return _NEWEST_FIRST.page(mails, after=asked_key(request), size=most)
