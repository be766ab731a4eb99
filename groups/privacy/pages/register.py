"""The register of processing (article 30), as text for `docs/privacy.md`: made of the same table
as the privacy page and the purges.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from django.apps import apps

from groups.privacy.fields import FIELDS
from groups.privacy.terms import TERMS, Term

BEGIN: Final = (
    "<!-- Gemaakt door `manage.py privacy_register`: verander groups/privacy/, niet dit. -->"
)
END: Final = "<!-- Tot hier gemaakt. -->"


def with_register(document: str) -> str:
    """The document with its made part as it must be now. Raises ValueError without the place."""
    before, _, rest = document.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise ValueError(f"the document needs a line {BEGIN} and a line {END}")
    return f"{before}{BEGIN}\n\n{register()}\n{END}{after}"


def register() -> str:
    """Every kind of data with its ground and term, and the fields in which it stands."""
    return "\n".join([*_terms(), "", *_fields(), ""])


def _terms() -> Iterator[str]:
    yield from _row("Wat", "Waarom", "Grondslag (voorstel)", "Wie ziet het", "Hoe lang", "Door")
    yield from _row(*["---"] * 6)
    for term in TERMS:
        yield from _row(term.data, term.why, term.ground, term.who, term.words, _by(term))


def _by(term: Term) -> str:
    return term.ended_by or "het nachtwerk: " + ", ".join(f"`{step}`" for step in term.steps)


def _fields() -> Iterator[str]:
    yield from _row("Tabel", "Velden over een persoon", "Regel van hierboven", "Andere velden")
    yield from _row(*["---"] * 4)
    terms = {term.key: term.data.split(":")[0] for term in TERMS}
    for label, fields in FIELDS.items():
        model = apps.get_model(label)
        if model._meta.auto_created or not fields.personal:
            continue
        for keys, names in fields.personal.items():
            about = "; ".join(terms[key] for key in keys)
            yield from _row(f"{label}", ", ".join(names.split()), about, len(fields.plain_names))
    empty = [label for label, fields in FIELDS.items() if not fields.personal]
    yield ""
    yield f"Zonder gegevens over een persoon: {', '.join(empty)}."


def _row(*cells: object) -> Iterable[str]:
    return [f"| {' | '.join(map(str, cells))} |"]
