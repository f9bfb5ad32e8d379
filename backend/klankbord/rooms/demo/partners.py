"""The demo's directory of partners: all made up."""

from klankbord.rooms.referrals.models import PartnerKind
from klankbord.rooms.referrals.rules import PartnerWords


def _partner(name: str, kind: PartnerKind, about: str, phone: str | None = None) -> PartnerWords:
    return PartnerWords(name, kind, about, phone, None, None)


PARTNERS = (
    _partner("Sportclub De Sprong", PartnerKind.SPORT, "Elke woensdagmiddag sporten.", "06 00 00 00 21"),
    _partner("Wijkteam De Brink", PartnerKind.GUIDANCE, "Denkt mee over hulp voor kind en gezin.", "06 00 00 00 22"),
    _partner("Oudercafé De Theepot", PartnerKind.PARENTS, "Op dinsdagochtend koffie en praten over opvoeden."),
    _partner("Taalhuis De Letter", PartnerKind.FAMILY, "Samen lezen, voor ouders en kinderen.", "06 00 00 00 23"),
)
