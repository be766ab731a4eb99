"""Paper: pages that are made to be printed, and the same page as a PDF."""
