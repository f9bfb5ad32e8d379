"""The people of an organisation, what they are there for, and the phones they use.

Words: organisation, person, role (teacher of a group, location manager of a location, social worker, administrator),
session (signed in), device (may add sealed notes, and nothing else).
"""
