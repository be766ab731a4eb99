"""How much of a list of people we read."""

from typing import Final

from django.utils.translation import gettext_noop

from dorst_portal.kit.tables.limits import Limits

# A mail program names ninety columns; a sheet holds no more in one cell.
LIMITS: Final = Limits(
    most_bytes=5 * 1024 * 1024,
    most_rows=10_000,
    most_columns=200,
    longest_cell=32_767,
    choose=gettext_noop("Kies een CSV-, XLSX- of VCF-bestand."),
)
# All texts together, which a small workbook could hold many times.
MOST_SIGNS: Final = 6_000_000
TOO_MUCH: Final = gettext_noop("Hier staat te veel tekst in. Bewaar alleen de lijst zelf.")
TOO_LONG_CELL: Final = gettext_noop(
    "In dit bestand staat een heel lange tekst in een vakje. Haal die weg."
)
TOO_WIDE: Final = gettext_noop("Dit bestand heeft meer dan {most} kolommen.")
NO_LIST: Final = gettext_noop("Dit is een webpagina of een ander soort bestand.")
ONLY_HEADER: Final = gettext_noop("Dit bestand heeft alleen een kopregel. Er staan geen mensen in.")
