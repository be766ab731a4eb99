"""Our own pictures: decoration that nobody has to see, in the colours of the scheme."""

import re
from pathlib import Path

import pytest
from django.conf import settings as portal
from django.template.loader import render_to_string

PICTURES = sorted((Path(portal.BASE_DIR) / "templates" / "pictures").glob("*.html"))
CSS = (Path(portal.BASE_DIR) / "static" / "portal.css").read_text()


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_picture_is_light_hidden_from_readers_and_takes_its_colours_from_the_scheme(
    path: Path,
) -> None:
    drawn = render_to_string(f"pictures/{path.name}")
    assert len(drawn.encode()) <= 2_500
    assert 'aria-hidden="true" focusable="false"' in drawn
    assert not re.search(r'(fill|stroke|style)="', drawn)
    for name in re.findall(r"(?<!d)p-[a-z]+", drawn):
        assert re.search(rf"\.{name}\b[^{{]*\{{[^}}]+\}}", CSS), name
