"""What a device is called until somebody calls it something else."""

from typing import Final

_MACHINES: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)
# In this order: Edge and Samsung's also say that they are Chrome, and Chrome that it is Safari.
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("SamsungBrowser", "Samsung"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def label_of(user_agent: str) -> str:
    """ "Chrome op Android", of what a browser says it is; "Dit apparaat" when that says nothing."""
    machine = next((word for sign, word in _MACHINES if sign in user_agent), "")
    browser = next((word for sign, word in _BROWSERS if sign in user_agent), "")
    return (
        f"{browser} op {machine}" if browser and machine else machine or browser or "Dit apparaat"
    )
