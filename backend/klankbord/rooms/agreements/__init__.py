"""Who does what by when (manual, steps 3 and 4): every agreement has an owner and a day and is reminded until it ends.

Words: agreement, ending (kept, changed or dropped). Promises: none is forgotten; each ends once, changed or dropped
with a reason; what was agreed with the child comes back one to one at the next lesson.
"""

from klankbord.rooms.agreements import hears as hears
