"""One process that tries as often as it can; started four times by test_ratelimit."""

import sys
import time

import django

django.setup()

from dorst_portal.kit.ratelimit import Limit, hit  # noqa: E402


def main(start: float, tries: int) -> int:
    """Tell how many tries were allowed."""
    limits = [Limit("race", "one", 5, 600), Limit("wide", "all", 1000, 600)]
    time.sleep(max(0.0, start - time.time()))
    return sum(hit(limits) is None for _ in range(tries))


if __name__ == "__main__":
    sys.stdout.write(f"allowed {main(float(sys.argv[1]), int(sys.argv[2]))}\n")
