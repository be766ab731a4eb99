"""How much of a list of people we read."""

from typing import Final

from dorst_portal.kit.tables.limits import Limits

# A mail program names ninety columns; a sheet holds no more in one cell.
LIMITS: Final = Limits(
    most_bytes=5 * 1024 * 1024,
    most_rows=10_000,
    most_columns=200,
    longest_cell=32_767,
    choose="Kies een CSV-, XLSX- of VCF-bestand.",
)
# All texts together, which a small workbook could hold many times.
MOST_SIGNS: Final = 6_000_000
TOO_MUCH: Final = "Hier staat te veel tekst in. Bewaar alleen de lijst zelf."
TOO_LONG_CELL: Final = "In dit bestand staat een heel lange tekst in een vakje. Haal die weg."
TOO_WIDE: Final = f"Dit bestand heeft meer dan {LIMITS.most_columns} kolommen."
NO_LIST: Final = f"Dit is een webpagina of een ander soort bestand. {LIMITS.choose}"
ONLY_HEADER: Final = "Dit bestand heeft alleen een kopregel. Er staan geen mensen in."
