"""Where children have lessons: locations, their closures, groups with a weekly lesson time, and pupils.

A pupil is a first name in a group and, when two share a name, a neutral hint (`viool`); never more. A closure is a
stretch of days without lessons at one location: school holidays and public holidays are filled in beforehand, days of
its own are added by hand. Nothing is deleted: a closure is removed, a group closed and a pupil leaves on a moment.
"""
