"""Looking back together (manual, step 5).

An evaluation date that is always set, what came of each goal, and what goes back.

Words: evaluation (a planned date), result, outcome (of one goal). Promises: an open case in follow-up always has a
date, at least twice a year; the result reaches the teacher; closing says why.
"""

from klankbord.rooms.evaluations import hears as hears
