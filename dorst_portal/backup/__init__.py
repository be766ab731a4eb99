"""Back-up and restore: one encrypted file holds the whole database (docs/adr/0022)."""
