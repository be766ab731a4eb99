"""What a query adds to its rows, by name and type."""

from typing import Self


class Added:
    """What annotations or a prefetch put on a row. Each kind is a frozen dataclass that names all
    of it: mypy checks `Findings.of(row).has_household`, and a row whose query did not add it is an
    error where it is read.
    """

    @classmethod
    def of(cls, row: object) -> Self:
        """What the query of this row added; KeyError when it did not."""
        found = vars(row)
        return cls(**{name: found[name] for name in cls.__annotations__})
