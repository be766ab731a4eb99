"""Pure: what an alert can be about, its states, the words of a message."""
