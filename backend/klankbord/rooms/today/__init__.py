"""What is due for one person, in the order of their day: everything the other rooms ask of them, on one page.

Each thing to do hangs on a reminder, so putting off works everywhere alike. Empty is a pleasant sight.
"""
