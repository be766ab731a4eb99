"""Lists of people as telephones, mail programs, sheets and chat apps give them, and who is in them.
Everybody is invented.
"""
