"""Pictures that people send: decoded and made anew in a process of their own."""
