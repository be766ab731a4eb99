"""The settings of the suite for the fuzzer, which serves thousands of requests in one process."""

from tests.settings import *  # noqa: F403
from tests.settings import MIDDLEWARE as LAYERS

# What watches for repeated queries takes a third of the time; the suite has it.
MIDDLEWARE = [layer for layer in LAYERS if not layer.startswith("zeal")]
FORM_MIN_SECONDS = 0  # the clock stands still
