"""`make faults`: real processes under load, while what they lean on breaks in every way we know.

`python -m tests.faults` runs it and prints a table; docs/running.md tells what each fault means.
"""
