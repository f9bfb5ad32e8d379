"""The extra attention a child gets in the next two lessons, and what was seen in each (manual, step 2).

Words: watch (one teacher, one child), watch lesson (one lesson of it, with the human moment to ask about it), answer
(better, same, worse, not seen), outcome (what now, after the second). Promises: each lesson is asked about once, after
it, never in a closure or at night; a change of the timetable moves it; after a crash it is found again.
"""

from klankbord.rooms.watches import hears as hears
