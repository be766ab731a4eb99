"""The verbs of the village. Only services write: row, mail and audit line together, or nothing."""
