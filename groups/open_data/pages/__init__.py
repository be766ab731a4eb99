"""What the open data hold. Reads only."""
