"""Offline: what works without page or network. The worker's file, the web app's manifest, and the public shell.

Promises: the shell is the same for everybody, holds nothing of a person or a child, and needs no session, because
every phone keeps a copy of it. The phone itself fills it, from the roster it keeps.
"""
