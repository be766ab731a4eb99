"""The settings of the fuzzer, for the site with faults that were planted."""

from tests.fuzz.settings import *  # noqa: F403

ROOT_URLCONF = "tests.fuzz.planted"
