"""Load on the whole portal: real processes, people who come when they come, and a ledger."""
