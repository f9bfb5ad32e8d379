"""A conversation with the child, a parent or a colleague (manual, step 2): what was said apart from what one thinks.

Words: conversation, small plan (what teacher and child try in the next two lessons). Promises: it is seen by its
writer only until the child has a case; then it is part of the case; it is only ever added to.
"""

from klankbord.rooms.conversations import hears as hears
