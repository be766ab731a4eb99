"""The components of the portal; docs/components.md shows each in one line.

Django itself refuses a prop that a component does not have; a value that a prop does not know is
refused here. Both make the page fail, so that a slip never reaches a resident.

Those of which a page has many are drawn here and not by a template of their own: a page of the
inbox has a hundred of them, and each template costs a fortieth of a millisecond (docs/speed.md).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal, cast, get_args

from django import template
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.template import Context
from django.template.loader import get_template
from django.urls import get_urlconf
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dorst_portal.identity.current import Here, here
from dorst_portal.kit import dutch
from dorst_portal.kit.inputs import controls
from dorst_portal.kit.menus import MenuItem
from dorst_portal.kit.tags import Tag
from dorst_portal.languages.current import language_now
from dorst_portal.languages.script_words import suggestion_words as suggestion_attributes
from dorst_portal.languages.words import all_of as joined
from dorst_portal.languages.words import lazy_text

register = template.Library()

NoteKind = Literal["success", "info", "warning"]
TagKind = Literal["ok", "warn", "danger", "neutral"]
ButtonKind = Literal["primary", "secondary", "danger", "link"]
TaskStatus = Literal["done", "todo", "blocked"]

NOTE_SIGNS: dict[NoteKind, str] = {"success": "✓", "info": "i", "warning": "!"}
TAG_SIGNS: dict[TagKind, str] = {"ok": "✓", "warn": "!", "danger": "!!", "neutral": ""}
BUTTONS: dict[ButtonKind, str] = {
    "primary": "btn-primary",
    "secondary": "btn-outline-primary",
    "danger": "btn-danger",
    "link": "btn-link",
}
TASKS: dict[TaskStatus, tuple[str, TagKind]] = {
    "done": (lazy_text("Klaar"), "ok"),
    "todo": (lazy_text("Nog doen"), "warn"),
    "blocked": (lazy_text("Kan nog niet"), "neutral"),
}


def _known(prop: str, value: str, kind: Any) -> None:
    if value not in get_args(kind):
        raise ValueError(f"{prop}={value!r}: choose one of {', '.join(get_args(kind))}")


def _draw(name: str, props: dict[str, Any]) -> SafeString:
    return cast(SafeString, get_template(f"components/{name}.html").render(props))


@register.simple_tag
def same_on_every_page(name: str) -> SafeString:
    """A part of the frame, drawn once: it is given no request and no facts of the page, only the
    names, the address and the telephone number of the village.
    """
    names = here()
    return _drawn_once(name, names, names.help_email, names.help_phone, _urls(), language_now())


def _urls() -> str:
    return get_urlconf() or settings.ROOT_URLCONF


@lru_cache(maxsize=64)  # few parts; names that changed leave the old ones behind
def _drawn_once(
    name: str, names: Here, help_email: str, help_phone: str, urls: str, language: str
) -> SafeString:
    props = {"here": names, "help_email": help_email, "help_phone": help_phone}
    return _draw(name, props)


# --- Words in boxes --------------------------------------------------------------------------


@register.simple_block_tag
def note(
    content: SafeString, kind: NoteKind = "info", title: str = "", focus: bool = False
) -> SafeString:
    """A notice above the h1, at most one on a page; success is announced as a status. One that
    asks something before the page counts gets the focus, and has a title.
    """
    _known("kind", kind, NoteKind)
    if focus and not title:
        raise ValueError("a note that gets the focus needs a title to be read by")
    sign = NOTE_SIGNS[kind]
    props = {"content": content, "kind": kind, "title": title, "sign": sign, "focus": focus}
    return _draw("note", props)


@register.simple_tag
def tag(text: str, kind: TagKind = "neutral") -> SafeString:
    """A status as sign and word, never as colour alone."""
    _known("kind", kind, TagKind)
    return _TAG_STARTS[kind] + conditional_escape(text) + _TAG_END


_TAG_STARTS: dict[str, SafeString] = {
    kind: format_html('<span class="dp-tag dp-tag--{}">', kind)
    + (format_html('<span aria-hidden="true">{}</span> ', sign) if sign else SafeString(""))
    for kind, sign in TAG_SIGNS.items()
}

_TAG_END = SafeString("</span>\n")


@register.simple_block_tag
def card(
    content: SafeString, title: str, href: str = "", level: int = 2, late: bool = False
) -> SafeString:
    """One thing of a list; its title is the link, `late` marks it in red beside its words."""
    _known("level", str(level), Literal["2", "3"])
    return format_html(
        '<article class="dp-card{}">\n<h{} class="dp-card__title">{}</h{}>\n{}\n</article>\n',
        " dp-card--late" if late else "",
        level,
        format_html('<a href="{}">{}</a>', href, title) if href else title,
        level,
        content,
    )


@register.simple_tag
def list_row(
    title: str, href: str, line: str, found: Tag | None, age: Tag, more: str = ""
) -> SafeString:
    """A row of a long list: who and where on one line; below it the one tag that says most, how
    long it waits, and what else there is to say. Goes into a `<ul class="dp-queue">`.
    """
    return format_html(
        '<li class="dp-row{}"><p class="dp-row__who"><a href="{}">{}</a> <span>{}</span></p>\n'
        '<p class="dp-row__how">{}<span class="dp-row__age">{}{}</span>{}</p></li>\n',
        " dp-row--late" if age.kind == "danger" else "",
        href,
        title,
        line,
        tag(found.text, found.kind) if found else "",
        _LATE_SIGN if age.kind == "danger" else "",
        age.text,
        format_html(' <span class="dp-row__more">{}</span>', more) if more else "",
    )


_LATE_SIGN = format_html('<span aria-hidden="true">{}</span> ', TAG_SIGNS["danger"])


@register.simple_block_tag
def details(content: SafeString, summary: str, open: bool = False) -> SafeString:
    """More for those who want it, folded by the browser itself."""
    return _draw("details", {"content": content, "summary": summary, "open": open})


# --- Doing and going -------------------------------------------------------------------------


@register.simple_tag
def button(
    text: str,
    kind: ButtonKind = "primary",
    name: str = "",
    value: str = "",
    form: str = "",
    about: str = "",
) -> SafeString:
    """Sends the form around it, or the form with id `form`; `about` is for screen readers."""
    _known("kind", kind, ButtonKind)
    return format_html(
        '<button class="btn {}" type="submit"{}{}>{}{}</button>\n',
        BUTTONS[kind],
        format_html(' name="{}" value="{}"', name, value) if name else "",
        format_html(' form="{}"', form) if form else "",
        text,
        _for_screen_readers(about),
    )


def _for_screen_readers(about: str) -> SafeString:
    if not about:
        return SafeString("")
    return format_html(' <span class="visually-hidden">{}</span>', about)


@register.simple_tag
def button_link(text: str, href: str, kind: ButtonKind = "primary", about: str = "") -> SafeString:
    """A link that looks like a button: for starting something, never for changing something."""
    _known("kind", kind, ButtonKind)
    return format_html(
        '<a class="btn {}" href="{}">{}{}</a>\n',
        BUTTONS[kind],
        href,
        text,
        _for_screen_readers(about),
    )


@register.simple_block_tag
def action_bar(content: SafeString) -> SafeString:
    """The few actions of a page, in their place below what they are about."""
    return _draw("action_bar", {"content": content})


@register.simple_tag
def menu(items: Sequence[MenuItem], fold: bool = False) -> SafeString:
    """The lines of a menu; the page that is open, or its section, is marked. With `fold` those
    that are `more` stand behind "Meer", which is marked when one of them is open.
    """
    return _menu(tuple(items), fold, _("Meer"))


@lru_cache(maxsize=200)
def _menu(items: tuple[MenuItem, ...], fold: bool, more: str) -> SafeString:
    """Drawn once for the same lines: what is kept is found by its whole content only."""
    rows = _menu_lines(item for item in items if not (fold and item.more))
    behind = [item for item in items if fold and item.more]
    if behind:
        here = any(item.current for item in behind)
        rows += format_html(
            '\n<li><details class="dp-more"><summary{}>{}</summary><ul>{}\n</ul></details></li>',
            SafeString(' class="dp-more__here"') if here else "",
            more,
            _menu_lines(behind),
        )
    return format_html('<ul class="dp-nav__list">{}\n</ul>\n', rows)


def _menu_lines(items: Iterable[MenuItem]) -> SafeString:
    lines = (
        (
            item.href,
            _CURRENT[item.current],
            item.label,
            "" if item.count is None else f" ({item.count})",
        )
        for item in items
    )
    return format_html_join("", '\n<li><a href="{}"{}>{}{}</a></li>', lines)


_CURRENT = {
    "": SafeString(""),
    "page": SafeString(' aria-current="page"'),
    "true": SafeString(' aria-current="true"'),
}


@register.simple_tag
def back(href: str, text: str = lazy_text("Terug")) -> SafeString:
    """The link above the heading that leads one page back."""
    return format_html(
        '<p class="dp-back"><a href="{}"><span aria-hidden="true">‹</span> {}</a></p>\n', href, text
    )


@register.simple_tag
def phone_link(number: str, text: str = "") -> SafeString:
    """A telephone number that can be tapped; made here, as a template would end in a blank."""
    return format_html(
        '<a class="dp-phone" href="tel:{}">{}</a>', dutch.dial(number), text or dutch.phone(number)
    )


@register.simple_tag(takes_context=True)
def sort_head(
    context: Context,
    label: str,
    value: str,
    current: str,
    number: bool = False,
    largest_first: bool = False,
) -> SafeString:
    """The head of a column by which the list can be put in order: `op` in the address becomes
    `value`, and it begins at the top again. Where a table is stacked its head is not seen, so that
    page offers the same orders above it, in an element that is `dp-narrow`.
    """
    rest = context["request"].GET.copy()
    rest.pop("na", None)
    rest["op"] = value
    is_current = value == current
    direction = "descending" if largest_first else "ascending"
    return format_html(
        '<th scope="col"{}{}><a class="dp-sort" href="?{}">{}'
        '<span aria-hidden="true"> {}</span></a><span class="dp-narrow">{}</span></th>',
        SafeString(' class="dp-num"') if number else "",
        format_html(' aria-sort="{}"', direction) if is_current else "",
        rest.urlencode(),
        label,
        ("▼" if largest_first else "▲") if is_current else "⇅",
        label,
    )


@register.inclusion_tag("components/key_pages.html", takes_context=True)
def key_pages(
    context: Context,
    next: object = None,
    param: str = "na",
    next_text: str = lazy_text("Volgende"),
    first_text: str = lazy_text("Naar het begin"),
) -> dict[str, Any]:
    """Leads to the rows after the key `next`; the other parts of the address stay."""
    request: HttpRequest = context["request"]
    rest = request.GET.copy()
    started_later = bool(rest.pop(param, None))
    first = f"?{rest.urlencode()}" if started_later else ""
    if next is not None and next != "":
        rest[param] = str(next)
    link = f"?{rest.urlencode()}" if param in rest else ""
    return {"first": first, "next": link, "next_text": next_text, "first_text": first_text}


# --- Forms -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mistake:
    """One line of the error summary: the words, and the id of the field they are about."""

    text: str
    target: str


@register.simple_tag
def field_row(field: BoundField) -> SafeString:
    """One field of a form: what `|as_crispy_field` comes down to."""
    return controls.field_row(field)


@register.simple_tag
def form_rows(form: BaseForm) -> SafeString:
    """All fields of a form: what `|crispy` comes down to."""
    return controls.form_rows(form)


@register.inclusion_tag("components/error_summary.html")
def error_summary(
    *forms: BaseForm, title: str = lazy_text("Er ging iets niet goed")
) -> dict[str, Any]:
    """All errors of the forms, each leading to its field; gets the focus when the page opens."""
    return {"title": title, "errors": [mistake for form in forms for mistake in _mistakes(form)]}


def _mistakes(form: BaseForm) -> Sequence[Mistake]:
    """First those of the form as a whole, then in the order of its fields."""
    found = []
    place = {name: number for number, name in enumerate(form.fields)}
    for name, messages in sorted(form.errors.items(), key=lambda item: place.get(item[0], -1)):
        field = None if name == NON_FIELD_ERRORS else form[name]
        target = "" if field is None or field.is_hidden else field.auto_id
        if target:
            found.append(Mistake(" ".join(str(message) for message in messages), target))
        else:
            found += [Mistake(str(message), "") for message in messages]
    return found


@register.simple_tag
def step(number: int, total: int) -> SafeString:
    """ "Stap 2 van 3", above the heading and outside the form."""
    words = _("Stap {number} van {total}").format(number=number, total=total)
    return format_html('<p class="dp-step">{}</p>\n', words)


@register.simple_tag
def suggestion_words() -> SafeString:
    """What a box with suggestions says in the language of the page."""
    return flatatt(suggestion_attributes())


@register.simple_tag
def trap_field(name: str = "website", id: str = "") -> SafeString:
    """A field for machines only: screen readers, the keyboard and autofill pass it by."""
    return controls.trap(name, id or f"id_{name}")


# --- Lists -----------------------------------------------------------------------------------


@register.simple_block_tag
def summary_list(content: SafeString) -> SafeString:
    """Question and answer in rows; holds `summary_row`s."""
    return format_html('<dl class="dp-sl">\n{}\n</dl>\n', content)


@register.simple_block_tag
def summary_row(
    content: SafeString,
    term: str,
    change_href: str = "",
    change_name: str = "",
    change_value: str = "",
    form: str = "",
    about: str = "",
) -> SafeString:
    """One row; with `change_href` or `change_name` it ends in "Wijzig {about}"."""
    change = SafeString("")
    if change_href or change_name:
        words = format_html(
            '{}<span class="visually-hidden"> {}</span>', _("Wijzig"), about or term.lower()
        )
        change = format_html(
            '<dd class="dp-sl__change">{}</dd>',
            format_html('<a href="{}">{}</a>', change_href, words)
            if change_href
            else format_html(
                '<button class="btn btn-link" type="submit" name="{}" value="{}"{}>{}</button>',
                change_name,
                change_value,
                format_html(' form="{}"', form) if form else "",
                words,
            ),
        )
    return format_html(
        '<div class="dp-sl__row"><dt>{}</dt><dd>{}</dd>{}</div>\n', term, content, change
    )


@register.simple_block_tag
def task_list(content: SafeString) -> SafeString:
    """Steps that may be done over several days; holds `task`s."""
    return _draw("task_list", {"content": content})


@register.inclusion_tag("components/task.html")
def task(title: str, status: TaskStatus, href: str = "", hint: str = "") -> dict[str, Any]:
    """One step and how far it is."""
    _known("status", status, TaskStatus)
    word, kind = TASKS[status]
    return {"title": title, "href": href, "hint": hint, "word": word, "kind": kind}


@register.filter
def all_of(names: Sequence[str]) -> str:
    """Anna, Bart en Cees."""
    return joined(names)


# --- Dutch -----------------------------------------------------------------------------------


@register.filter
def phone(number: str) -> str:
    """06 12 34 56 78."""
    return dutch.phone(number) if number else ""


@register.filter
def whole(text: str) -> SafeString:
    """Text in which no reference (D-4F7K2M), mobile number or time breaks over two lines."""
    return SafeString(_WHOLE.sub(r'<span class="dp-whole">\g<0></span>', conditional_escape(text)))


_WHOLE = re.compile(
    rf"\b{re.escape(settings.REFERENCE_PREFIX)}-[0-9A-Z]{{6}}\b"
    r"|\b06(?: [0-9•]{2}){4}|\b(?:om|at|o) [0-9]+:[0-9]+"
)


@register.filter
def dial(number: str) -> str:
    """What stands behind `tel:`, such as +31600001234 or 140162."""
    return dutch.dial(number)


@register.filter
def day(value: date | datetime | None) -> str:
    """di 12 mei."""
    return dutch.day(value) if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """20:14."""
    return dutch.clock(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """di 12 mei om 20:14."""
    return dutch.moment(value) if value else ""
