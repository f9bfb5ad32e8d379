"""Help outside the team (manual 4.2a).

The partners the organisation knows (sociale kaart) and what became of each referral.

Words: partner, referral, referral step. Promises: a referral is followed until it starts or fails; nothing about a
child goes to a partner without a sharing decision.
"""

from klankbord.rooms.referrals import hears as hears
