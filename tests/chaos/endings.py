"""What is owed no more: a browser that was forgotten, a reminder that is done or cancelled. Something explains it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

# Nobody in the storm ticks anything off, opens a case or closes one. A lesson that was answered needs no asking (that
# somebody gave this answer is judged with what was written), a decision none while a lesson is open, and two weeks of
# silence are counted anew at every act. What was agreed or planned is asked before the next lesson instead, a plan as
# an agreement when there is a case by then.
UNEXPLAINED = """
    select r.kind || ' ' || r.id || ': it is ' || r.state || ', and nobody did anything about it'
      from reminders r left join watch_lessons l on l.id = r.subject_id
     where r.state in ('done', 'cancelled') and greatest(r.due_at, r.snoozed_until) <= :now
       and r.kind <> 'test'
       and not (r.kind = 'watch_lesson' and r.state = 'done' and l.answer is not null)
       and not (r.kind = 'watch_lesson' and r.state = 'cancelled' and (l.id is null or l.remind_at <> r.moment))
       and not (r.kind = 'watch_decision' and exists (
                   select from watches w left join watch_lessons o on o.watch_id = w.id and o.answer is null
                    where w.id = r.subject_id and (w.ended_at is not null or o.id is not null)))
       and not (r.kind = 'case_idle' and r.state = 'cancelled' and exists (
                   select from reminders n
                    where n.kind = r.kind and n.subject_id = r.subject_id and n.moment > r.moment))
       and not (r.kind in ('agreement', 'one_to_one') and r.state = 'cancelled' and exists (
                   select from reminders n left join agreements a on a.id = n.subject_id
                    where n.kind = r.kind and r.subject_id in (n.subject_id, a.source_id) and n.state <> 'cancelled'))
"""


def forgotten(browsers: Sequence[Any], said_yes: Mapping[str, UUID]) -> Iterator[str]:
    """`said_yes`: whose each endpoint is of which the push service never said that it is gone."""
    there = {one.endpoint: one.person_id for one in browsers}
    for endpoint, person in said_yes.items():
        if endpoint not in there:
            yield f"a browser of {person} was forgotten, and its push service never said that it is gone"
        elif there[endpoint] != person:
            yield f"a browser of {person} gets the reminders of {there[endpoint]}"
