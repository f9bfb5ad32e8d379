"""A person's dates in their own calendar (RFC 5545): when something is due, never about whom.

Words: feed (a secret address, revocable). Promises: no name, no group and no word about care stands in it; a revoked
address answers as if it had never existed.
"""
