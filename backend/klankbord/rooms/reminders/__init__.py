"""Something due for one person at one moment, and the push that says so.

Words: reminder (a row with a unique key: person, kind, subject, moment), push subscription (one browser of one
person), delivery (one reminder on its way to one browser). A reminder arrives once, at a human moment: never at night.
The push is a hint with a fixed phrase; the row decides, and *Vandaag* shows it, arrived or not. It can be put off or
cancelled with a reason, and it stops by itself when what it is about was done.
"""
