"""Asking a colleague for advice (manual, step 3).

From anywhere, also without naming the child, and the contact written down once.

Words: consultation (a question to one colleague), reply, contact (what was discussed and agreed, one entry both sides
see). Promises: an anonymous question holds no child; an unread reply is reminded; both sides see the same entry.
"""

from klankbord.rooms.consultations import hears as hears
