"""The follow-up plan (manual 4.2, seeds 003 and 004).

Begin situation, needs, approach and SMART goals, with an evaluation date.

Words: plan (a version of it), goal. Promises: a version never changes; of two that were written at the same time both
are kept and the second writer is told.
"""

from klankbord.rooms.plans import hears as hears
