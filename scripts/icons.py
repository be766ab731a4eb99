"""`python -m scripts.icons`: draws the icons of telephones from their svg in static/, in Chromium.

Run it after a change of a drawing; what it makes is kept with the code.
"""

import base64
import shutil
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

STATIC: Final = Path(__file__).resolve().parent.parent / "static"
# The drawing, the file that is made of it, and its size.
MADE: Final = (
    ("icon.svg", "icon-192.png", 192),
    ("icon.svg", "icon-512.png", 512),
    ("icons/maskable.svg", "icons/maskable-192.png", 192),
    ("icons/maskable.svg", "icons/maskable-512.png", 512),
    # iOS rounds the corners itself and makes black of what is see-through.
    ("icons/maskable.svg", "icons/apple-touch-icon.png", 180),
    ("icons/alarm.svg", "icons/alarm-96.png", 96),
    ("icons/requests.svg", "icons/requests-96.png", 96),
    ("icons/badge.svg", "icons/badge-96.png", 96),
)


def main() -> int:
    """Draw them all."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for drawing, made, size in MADE:
            page = browser.new_page(viewport={"width": size, "height": size})
            data = base64.b64encode((STATIC / drawing).read_bytes()).decode()
            source = f"data:image/svg+xml;base64,{data}"
            page.set_content(
                f'<body style="margin:0"><img src="{source}" width="{size}" height="{size}">'
            )
            page.locator("img").screenshot(path=STATIC / made, omit_background=True)
            page.close()
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
