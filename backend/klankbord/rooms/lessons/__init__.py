"""When a group has lessons: its weekly time, without closures, with the changes somebody made.

A lesson is not a row. It follows from weekday, wall time and zone; its identity is the day on which the timetable
puts it, also after it was moved. A row is written only for what somebody changed: this lesson is cancelled, or moved.
"""
