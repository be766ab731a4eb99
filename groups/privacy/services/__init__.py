"""Forgetting: what has been kept long enough, and who asks for it."""
