"""What other programs may read of the village: the division into groups, as public JSON.

Only what public pages show to everybody already; never a person, a link into a chat, a group that
is starting or ended, or how many members a small group has.
"""
