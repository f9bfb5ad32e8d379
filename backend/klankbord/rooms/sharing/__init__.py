"""What must be decided before anything about a child leaves the team (seed 002): option A, B, C or D.

Words: sharing decision (deelbesluit), objection, withdrawal, disclosure (something did leave). Promises: nothing
leaves without a decision that holds at that moment: not as a PDF, not as a referral, not on paper; every time it does
is written down. A decision covers what was known when it was taken (known), and is used for at most 90 days.
"""

from klankbord.rooms.sharing import hears as hears
