"""How fast the portal is, beside two small projects: `make bench`, told in docs/speed.md."""
