"""What starts when a note is reported: one open case a child, on its way along the five steps of the manual.

Words: report (a note shared with the location manager), case, lead (who holds direction, regie), handover (passed on to
a social worker), class teacher telling (Leerorkest), view (somebody read the case). Promises: a report is kept whatever
happens and is never doubled; a case is seen only by who may see it; every reading is written down and can be read.
"""

from klankbord.rooms.cases import lines as lines
from klankbord.rooms.cases import path_story as path_story
