"""How a form field is drawn: label, hint and error, then the box (the `dorst` template pack).

In Python and not in templates: with a template for each part a form page was five times slower.
"""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dorst_portal.languages.current import language_now
from dorst_portal.languages.script_words import suggestion_words

NOTHING = SafeString("")
# Most of all boxes: one tag, which needs no template of its own.
PLAIN = frozenset(
    f"django/forms/widgets/{name}.html"
    for name in ("text", "email", "number", "url", "tel", "password", "date", "checkbox")
)


class TrapInput(forms.TextInput):
    """A field that people never see and that only machines fill in."""


# Fields of which nothing was typed look the same for everybody: drawn once, up to so many.
_MOST_KEPT = 500
_kept: dict[tuple[Any, ...], SafeString] = {}


def form_rows(form: forms.BaseForm) -> SafeString:
    """All fields of a form in their own order."""
    return format_html_join("", "{}", ((field_row(field),) for field in form))


def field_row(field: BoundField) -> SafeString:
    """One field; "(niet verplicht)" stands only where a person may leave the question open."""
    about, widget = field.field, field.field.widget
    choices = getattr(about, "choices", [])
    if field.form.is_bound or field.initial is not None or not isinstance(choices, list):
        return _row(field)
    key = (
        language_now(),
        *(type(field.form), type(widget), field.html_name, field.auto_id, about.required),
        *(about.disabled, repr(choices)),
        *(str(field.label), str(about.help_text), *widget.attrs.items()),
        *getattr(about, "choices", ()),
    )
    drawn = _kept.get(key)
    if drawn is None:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        drawn = _kept[key] = _row(field)
    return drawn


def _row(field: BoundField) -> SafeString:
    widget = field.field.widget
    if widget.is_hidden:
        return field.as_widget()
    if isinstance(widget, TrapInput):
        return trap(field.html_name, field.auto_id)
    hint = str(field.help_text or "")
    error = " ".join(str(message) for message in field.errors)
    css = "dp-field dp-field--error" if error else "dp-field"
    above = _hint_and_error(field.auto_id, hint, error)
    if isinstance(widget, forms.CheckboxInput):
        line = _choice(_box(field, required=_required(field)), field.auto_id, field.label)
        above = _hint_and_error(field.auto_id, "", error)
        below = _hint_and_error(field.auto_id, hint, "")  # no keyboard covers what is under a box
        return format_html('<div class="{}">\n{}{}{}</div>\n', css, above, line, below)
    if widget.use_fieldset:
        return _fieldset(field, css, above, hint, error)
    return format_html(
        '<div class="{}">\n<label class="dp-label" for="{}">{}{}</label>\n{}{}\n</div>\n',
        css,
        field.id_for_label,
        field.label,
        NOTHING if _required(field) else _optional(),
        above,
        _box(field, required=_required(field)),
    )


def trap(name: str, id: str) -> SafeString:
    """The trap: screen readers, the keyboard and autofill pass it by."""
    return format_html(
        '<div class="dp-trap" aria-hidden="true"><label for="{}">{}</label>'
        '<input type="text" name="{}" id="{}" value="" autocomplete="off" tabindex="-1"></div>\n',
        id,
        _("Laat dit vak leeg"),
        name,
        id,
    )


def _optional() -> SafeString:
    return format_html(' <span class="dp-optional">{}</span>', _("(niet verplicht)"))


def _required(field: BoundField) -> bool:
    """Also when only some other answer makes it so, which the widget's `aria-required` says."""
    return field.field.required or field.field.widget.attrs.get("aria-required") == "true"


def _hint_and_error(id: str, hint: str, error: str) -> SafeString:
    shown = NOTHING
    if hint:
        shown += format_html('<p class="dp-hint" id="{}_helptext">{}</p>\n', id, hint)
    if error:
        shown += format_html(
            '<p class="dp-error" id="{}_error"><span class="visually-hidden">{} </span>{}</p>\n',
            id,
            _("Fout:"),
            error,
        )
    return shown


def _box(field: BoundField, *, required: bool) -> SafeString:
    """The browser checks nothing itself (`aria-required`), and no placeholder says anything."""
    widget = field.field.widget
    attrs = field.build_widget_attrs({"id": field.auto_id, "class": _css(widget)})
    attrs.pop("required", None)
    if required:
        attrs["aria-required"] = "true"
    if "data-suggestions" in widget.attrs:
        attrs |= suggestion_words()
    if "placeholder" in widget.attrs:
        attrs["placeholder"] = False
    if widget.template_name in PLAIN:
        data = widget.get_context(field.html_name, field.value(), attrs)["widget"]
        given = {"type": data["type"], "name": data["name"], "value": data["value"]}
        return format_html("<input{}>", flatatt(given | data["attrs"]))
    if widget.template_name == forms.Textarea.template_name:
        attrs = {"name": field.html_name} | widget.build_attrs(widget.attrs, attrs)
        value = widget.format_value(field.value()) or ""
        return format_html("<textarea{}>\n{}</textarea>", flatatt(attrs), value)
    html: SafeString = widget.render(field.html_name, field.value(), attrs, field.form.renderer)
    return html


def _css(widget: forms.Widget) -> str:
    own = str(widget.attrs.get("class", ""))
    if isinstance(widget, forms.CheckboxInput):
        base = "form-check-input"
    elif isinstance(widget, forms.Select):
        base = "form-select"
    else:
        base = "form-control"
    return f"{base} {own}".strip()


def _fieldset(field: BoundField, css: str, above: SafeString, hint: str, error: str) -> SafeString:
    """Several boxes under one question; a screen reader hears hint and error with the question."""
    widget, required = field.field.widget, _required(field)
    attrs: dict[str, Any] = {"class": css}
    described_by = [f"{field.auto_id}_helptext"] if hint else []
    described_by += [f"{field.auto_id}_error"] if error else []
    if described_by:
        attrs["aria-describedby"] = " ".join(described_by)
    listed = isinstance(widget, forms.RadioSelect)  # a list of tick boxes is one of these, too
    if listed and not isinstance(widget, forms.CheckboxSelectMultiple):
        attrs["role"] = "radiogroup"
        attrs |= {"aria-required": "true"} if required else {}
        attrs |= {"aria-invalid": "true"} if error else {}
    return format_html(
        '<fieldset{}>\n<legend class="dp-label">{}{}</legend>\n{}{}</fieldset>\n',
        flatatt(attrs),
        field.label,
        NOTHING if required else _optional(),
        above,
        _choices(field) if listed else _box(field, required=required),
    )


def _choices(field: BoundField) -> SafeString:
    """The first one carries the field's own id, so that a link to the field leads to it."""
    lines = []
    for index, option in enumerate(field.subwidgets):
        data = option.data
        given = {
            "type": data["type"],
            "name": data["name"],
            "value": data["value"],
            "id": field.auto_id if index == 0 else f"{field.auto_id}_{index}",
            "class": "form-check-input",
            "checked": bool(data["selected"]),
            "disabled": bool(data["attrs"].get("disabled")),
        }
        box = format_html("<input{}>", flatatt(given))
        lines.append((_choice(box, str(given["id"]), data["label"]),))
    return format_html_join("", "{}", lines)


def _choice(box: SafeString, id: str, label: Any) -> SafeString:
    return format_html(
        '<div class="form-check">{}<label class="form-check-label" for="{}">{}</label></div>\n',
        box,
        id,
        label,
    )
