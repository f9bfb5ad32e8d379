"""The Meldcode on a case, for location manager and social worker.

Five steps, recorded by who took them, decided by people.

Words: track, entry (a step done or skipped, a weighing answer, a decision), special case. Promises: the steps are in
order or skipped with a reason, the second decision comes after the first, the app never says what the outcome must be.
"""

from klankbord.rooms.meldcode import hears as hears
