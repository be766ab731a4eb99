"""A whole number as a sheet shows it."""

import pytest

from dorst_portal.kit.tables.cell_formats import written_as


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ("0000000000", "0612345678"),
        ("00 00 00 00 00", "06 12 34 56 78"),
        ("00\\-00000000", "06-12345678"),
        ("0#########", "0612345678"),
        ('"+31 "0 00 00 00 00', "+31 6 12 34 56 78"),
        ("(00) 00000000;(00) 00000000", "(06) 12345678"),
        ("[<=9999999999]0000000000", "0612345678"),
        ("0000", "612345678"),
        # No row of digits: the digits.
        ("General", "612345678"),
        ("@", "612345678"),
        ("0.00E+00", "612345678"),
        ("#,##0.00", "612345678"),
        ("yyyy-mm-dd", "612345678"),
        ("##########", "612345678"),
        ("", "612345678"),
    ],
)
def test_a_number_is_written_as_its_cell_shows_it(number_format: str, shown: str) -> None:
    assert written_as("612345678", number_format) == shown
