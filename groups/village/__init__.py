"""Making the portal ready for a village: names, looks, and the list of what is left to do."""
