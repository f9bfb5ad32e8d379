"""How partners and referrals are spoken of. English sources."""

from klankbord.house.language import mark
from klankbord.rooms.referrals.models import PartnerKind, ReferralState

KINDS = {
    PartnerKind.SPORT: mark("Sport, every week"),
    PartnerKind.GUIDANCE: mark("Guidance for the child"),
    PartnerKind.PARENTS: mark("Activities for parents"),
    PartnerKind.MUSIC: mark("Music and culture"),
    PartnerKind.FAMILY: mark("Help for the family"),
    PartnerKind.OTHER: mark("Other help"),
}
STATES = {
    ReferralState.ASKED: mark("asked"),
    ReferralState.WAITING_LIST: mark("on the waiting list"),
    ReferralState.STARTED: mark("started"),
    ReferralState.FAILED: mark("did not happen"),
}
ICONS = {
    ReferralState.ASKED: "clock",
    ReferralState.WAITING_LIST: "clock",
    ReferralState.STARTED: "check",
    ReferralState.FAILED: "x",
}
