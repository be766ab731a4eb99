"""The kinds of faults, a file for each thing that breaks. Importing this package knows them all."""

from tests.faults.kinds import brokers, databases, disks, mails, processes, times
from tests.faults.kinds.register import KINDS, Kind

__all__ = ["KINDS", "Kind", "brokers", "databases", "disks", "mails", "processes", "times"]
