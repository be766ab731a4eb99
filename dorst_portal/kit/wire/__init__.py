"""Calls to other people's servers, each within its time and to the open internet only. The worker
loads `calls`, and no web process does.
"""
