"""The map of the groups: drawn by the worker around official addresses, shown by pages.

`shapes` and `labels` draw and load numpy and shapely, which no process of the web server may hold:
only `services` asks them, and only `groups.tasks` asks those.
"""
