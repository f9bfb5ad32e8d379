"""The noodmelding (manual, extreme situations).

It climbs until a person says ik pak dit op, and the sender sees live who saw it.

Words: alarm, rung (0, 2, 5, 15 minutes), call (one person told over one channel), sighting, taking. Promises: nothing
holds it, only a person stops it, and when nobody is on duty the sender is told at once to phone.
"""
