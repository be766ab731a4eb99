"""The languages of pages and mails: Dutch is the source, the catalogues stand in locale/."""
