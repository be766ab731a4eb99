"""Calls to other people's servers, each with its time limits. Knows no rows: the worker loads it,
and no web process does.
"""
