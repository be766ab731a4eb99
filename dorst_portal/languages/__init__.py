"""In which language a page or mail is said. Dutch is the source; the catalogues stand in locale/."""
