"""The looks of a village: one colour, what follows from it, and the logo."""
