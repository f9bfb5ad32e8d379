-- Who may do what with the route. What people did in a case is only ever added to (rule 5), by themselves.

-- Was this case passed on to who asks? As the owner, because the rule on handovers cannot ask itself.
create function kb_was_handed(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (select from public.handovers h where h.case_id = wanted and h.to_id = public.kb_person()
                      and h.organisation_id = public.kb_organisation());
end $$;

-- May who asks see this alarm: who sent it, who answers for the location, every social worker, and who was called; an
-- exercise also administrators.
create function kb_sees_alarm(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (
        select from public.alarms a where a.id = wanted and a.organisation_id = public.kb_organisation()
           and (a.sender_id = public.kb_person() or a.location_id = any (public.kb_managed_locations())
                or public.kb_holds('social_worker') or a.drill and public.kb_holds('administrator')
                or exists (select from public.alarm_calls c where c.alarm_id = a.id and c.person_id = public.kb_person())));
end $$;

-- First names of the children at the location of a case one may see: to take them out of what leaves, never to show.
-- As the owner, because a social worker does not see the children around this one. Only for who decides about sharing:
-- a teacher knows the children of the own groups, and needs no others.
create function kb_names_around(wanted uuid) returns setof text
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select distinct p.first_name::text
      from public.cases c join public.groups g on g.location_id = c.location_id join public.pupils p on p.group_id = g.id
     where c.id = wanted and c.organisation_id = public.kb_organisation()
       and (c.location_id = any (public.kb_managed_locations())
            or public.kb_holds('social_worker') and public.kb_was_handed(c.id))
$$;

-- What became of one's own reports (of these notes, or of all), without content, also for who may not see the case any
-- more.
create function kb_report_news(wanted uuid[] default null)
returns table (note_id uuid, news text, by_name text, at timestamptz)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with mine as (select r.note_id, r.case_id, r.reporter_id, r.reported_at from public.reports r
                   where r.reporter_id = public.kb_person() and r.organisation_id = public.kb_organisation()
                     and (wanted is null or r.note_id = any (wanted)))
    select m.note_id, 'reported', p.first_name::text, m.reported_at from mine m
      join public.people p on p.id = m.reporter_id
    union all
    select m.note_id, 'seen', p.first_name::text, s.at from mine m
      cross join lateral (select v.person_id, v.viewed_at as at from public.case_views v where v.case_id = m.case_id
                             and v.person_id <> public.kb_person() and v.viewed_at >= m.reported_at
                           order by v.viewed_at limit 1) s join public.people p on p.id = s.person_id
    union all
    select m.note_id, 'taken_up', p.first_name::text, s.at from mine m
      cross join lateral (select a.by_id, a.at from public.direction_answers a where a.case_id = m.case_id
                             and a.answer = 'accepted' and a.at >= m.reported_at order by a.at limit 1) s
      join public.people p on p.id = s.by_id
    union all
    select m.note_id, 'evaluated', p.first_name::text, s.at from mine m
      cross join lateral (select e.by_id, e.at from public.evaluation_results e where e.case_id = m.case_id
                             and e.at >= m.reported_at order by e.at desc limit 1) s
      join public.people p on p.id = s.by_id
    union all
    select m.note_id, 'closed', p.first_name::text, s.at from mine m
      cross join lateral (select c.by_id, c.at from public.closings c where c.case_id = m.case_id
                             and c.at >= m.reported_at order by c.at desc limit 1) s
      join public.people p on p.id = s.by_id
$$;

-- Where a report lies that nobody opened, for who is asked to mind that and may not read it: the place and the reporter,
-- nothing about the child.
create function kb_unopened(wanted uuid[]) returns table (report_id uuid, location text, reporter text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select r.id, l.name::text, p.first_name::text
      from public.reports r join public.cases c on c.id = r.case_id join public.locations l on l.id = c.location_id
      join public.people p on p.id = r.reporter_id
     where r.id = any (wanted) and r.organisation_id = public.kb_organisation()
       and exists (select from public.reminders m where m.subject_id = r.id and m.person_id = public.kb_person()
                      and m.kind = 'report_unopened' and m.state in ('waiting', 'sent'))
$$;

-- The address of a calendar feed opens the dates of one person, and nothing else.
create function kb_open_feed(token bytea)
returns table (person_id uuid, organisation_id uuid, language text)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare f record;
begin
    select fe.person_id, fe.organisation_id, p.language into f
      from public.feeds fe join public.people p on p.id = fe.person_id and p.ended_at is null
     where fe.token_sha256 = token and fe.revoked_at is null;
    if not found then return; end if;
    perform set_config('klankbord.person', f.person_id::text, true),
            set_config('klankbord.organisation', f.organisation_id::text, true);
    return query select f.person_id, f.organisation_id, f.language::text;
end $$;

-- May this person read this case (rule 3)?
create function kb_reads(person uuid, wanted uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select exists (
        select from public.cases c join public.roles r
            on r.person_id = person and r.ended_at is null and r.organisation_id = c.organisation_id
         where c.id = wanted
           and (r.kind = 'location_manager' and r.location_id = c.location_id
                or r.kind = 'teacher' and r.group_id = c.group_id
                or r.kind = 'social_worker'
                   and exists (select from public.handovers h where h.case_id = c.id and h.to_id = person)))
$$;

-- The same about a colleague, for a rule on what is said to them about a case of this organisation.
create function kb_colleague_reads(person uuid, wanted uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select public.kb_reads(person, wanted)
       and exists (select from public.cases c where c.id = wanted and c.organisation_id = public.kb_organisation())
$$;

-- May who asks change what is reminded of about this subject: something of a case they may read, or that they said or
-- were told themselves?
create function kb_may_remind(subject uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select exists (select from public.consultations q where q.id = subject
                      and q.organisation_id = public.kb_organisation() and public.kb_person() in (q.asker_id, q.to_id))
        or exists (select from public.conversations v where v.id = subject
                      and v.organisation_id = public.kb_organisation() and v.writer_id = public.kb_person())
        or public.kb_colleague_reads(public.kb_person(), coalesce(
            (select id from public.cases where id = subject),
            (select case_id from public.reports where id = subject),
            (select case_id from public.handovers where id = subject),
            (select case_id from public.class_teacher_tellings where id = subject),
            (select case_id from public.direction_offers where id = subject),
            (select case_id from public.agreements where id = subject),
            (select case_id from public.conversations where id = subject),
            (select case_id from public.consultations where id = subject),
            (select case_id from public.sharing_decisions where id = subject),
            (select case_id from public.referrals where id = subject),
            (select case_id from public.evaluations where id = subject)))
$$;

-- The open reminders of these kinds about this subject become exactly the wanted ones, whoever they are for: what facts
-- ask for is not only one's own to change. What a person put off or said no to (with a reason) stays as they left it.
-- Who is signed in does this only about what they may see; the worker, which acts for everybody, about everything.
create function kb_align_reminders(subject uuid, of_kinds text[], wanted jsonb, at timestamptz) returns int
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    here uuid := public.kb_organisation();
    changed int;
    more int;
begin
    if session_user <> 'klankbord_worker' and not public.kb_may_remind(subject) then
        raise insufficient_privilege using message = 'reminders about this are not yours to change';
    end if;
    update public.reminders r set state = 'cancelled', done_at = at
     where r.organisation_id = here and r.subject_id = subject and r.kind = any (of_kinds)
       and r.state in ('waiting', 'sent')
       and not exists (select from jsonb_to_recordset(wanted) as w(person_id uuid, kind text, moment timestamptz)
                        where w.person_id = coalesce(r.stands_in_for_id, r.person_id) and w.kind = r.kind
                          and w.moment = r.moment);
    get diagnostics changed = row_count;
    insert into public.reminders as r (id, organisation_id, person_id, kind, subject_id, moment, due_at, state, created_at)
    select w.id, here, w.person_id, w.kind, subject, w.moment, w.due_at, 'waiting', at
      from jsonb_to_recordset(wanted) as w(id uuid, person_id uuid, kind text, moment timestamptz, due_at timestamptz)
      join public.people p on p.id = w.person_id and p.organisation_id = here and p.ended_at is null
     where w.kind = any (of_kinds)
       and not exists (select from public.reminders s where s.stands_in_for_id = w.person_id and s.kind = w.kind
                          and s.subject_id = subject and s.moment = w.moment and s.state in ('waiting', 'sent', 'done'))
    on conflict (person_id, kind, subject_id, moment) do update
       set due_at = excluded.due_at, state = 'waiting', done_at = null
     where r.organisation_id = here
       and (r.state = 'cancelled' and r.reason_sealed is null
            or r.state = 'waiting' and r.snoozed_until is null and r.due_at <> excluded.due_at);
    get diagnostics more = row_count;
    return changed + more;
end $$;

-- May this person see the case that a reminder is about (rule 3)? The worker asks it before who stands in for somebody
-- gets a reminder; the subject is the case itself or something of it.
create function kb_may_see_subject(person uuid, subject uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select public.kb_reads(person, coalesce(
            (select id from public.cases where id = subject),
            (select case_id from public.reports where id = subject),
            (select case_id from public.handovers where id = subject),
            (select case_id from public.agreements where id = subject),
            (select case_id from public.sharing_decisions where id = subject),
            (select case_id from public.referrals where id = subject),
            (select case_id from public.evaluations where id = subject),
            (select case_id from public.plans where id = subject)))
$$;

revoke all on function kb_reads(uuid, uuid), kb_colleague_reads(uuid, uuid), kb_may_remind(uuid),
    kb_may_see_subject(uuid, uuid), kb_was_handed(uuid), kb_names_around(uuid), kb_sees_alarm(uuid), kb_report_news(uuid[]), kb_unopened(uuid[]), kb_open_feed(bytea),
    kb_align_reminders(uuid, text[], jsonb, timestamptz) from public;
grant execute on function kb_colleague_reads(uuid, uuid), kb_was_handed(uuid), kb_names_around(uuid), kb_sees_alarm(uuid), kb_report_news(uuid[]), kb_unopened(uuid[]), kb_open_feed(bytea),
    kb_align_reminders(uuid, text[], jsonb, timestamptz) to klankbord_web;
grant execute on function kb_align_reminders(uuid, text[], jsonb, timestamptz), kb_may_see_subject(uuid, uuid)
    to klankbord_worker;

do $$
declare t text;
begin
    foreach t in array array[
        'step_entries', 'direction_offers', 'direction_answers', 'care_levels', 'closings', 'agreements',
        'agreement_endings', 'contacts', 'sharing_decisions', 'objections', 'withdrawals', 'disclosures', 'plans', 'goals',
        'referrals', 'referral_steps', 'evaluations', 'evaluation_results', 'goal_outcomes', 'meldcode_tracks',
        'meldcode_entries', 'meldcode_settings', 'wordings', 'working_hours', 'absences', 'conversations', 'consultations',
        'consultation_replies', 'consultation_reads', 'partners', 'alarms', 'alarm_calls', 'alarm_sightings',
        'alarm_takings', 'feeds', 'small_plan_endings']
    loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy owner_all on %I for all to current_user using (true) with check (true)', t);
        execute format('grant select, insert on %I to klankbord_web', t);
    end loop;
    -- of a case: who may see the case reads it, and adds in their own name
    foreach t in array array[
        'step_entries', 'direction_offers', 'direction_answers', 'care_levels', 'closings', 'agreements',
        'agreement_endings', 'contacts', 'sharing_decisions', 'objections', 'withdrawals', 'disclosures', 'plans',
        'referrals', 'referral_steps', 'evaluations', 'evaluation_results']
    loop
        execute format('create policy web_read on %1$I for select to klankbord_web using (
            organisation_id = (select kb_organisation())
            and exists (select from cases c where c.id = %1$I.case_id offset 0))', t);
        execute format('create policy web_add on %1$I for insert to klankbord_web with check (
            organisation_id = (select kb_organisation()) and by_id = (select kb_person())
            and exists (select from cases c where c.id = %1$I.case_id offset 0))', t);
    end loop;
    -- the Meldcode: location manager and social worker of the case, not its teachers
    foreach t in array array['meldcode_tracks', 'meldcode_entries']
    loop
        execute format('create policy web_read on %1$I for select to klankbord_web using (
            organisation_id = (select kb_organisation())
            and exists (select from cases c where c.id = %1$I.case_id
                           and (c.location_id = any ((select kb_managed_locations())::uuid[])
                                or (select kb_holds(''social_worker'')) and kb_was_handed(c.id)) offset 0))', t);
        execute format('create policy web_add on %1$I for insert to klankbord_web with check (
            organisation_id = (select kb_organisation()) and by_id = (select kb_person())
            and exists (select from cases c where c.id = %1$I.case_id
                           and (c.location_id = any ((select kb_managed_locations())::uuid[])
                                or (select kb_holds(''social_worker'')) and kb_was_handed(c.id)) offset 0))', t);
    end loop;
    -- no story of a child in these: everybody in the organisation reads them
    foreach t in array array['wordings', 'meldcode_settings', 'working_hours', 'absences', 'partners']
    loop
        execute format('create policy web_read on %I for select to klankbord_web
                        using (organisation_id = (select kb_organisation()))', t);
    end loop;
    -- one's own hours and absences, and those an administrator keeps for others
    foreach t in array array['working_hours', 'absences']
    loop
        execute format('create policy web_keep on %I for all to klankbord_web
            using (organisation_id = (select kb_organisation())
                   and (person_id = (select kb_person()) or (select kb_holds(''administrator''))))
            with check (organisation_id = (select kb_organisation()) and person_id in (select p.id from people p)
                   and (person_id = (select kb_person()) or (select kb_holds(''administrator''))))', t);
        execute format('grant select on %I to klankbord_worker', t);
        execute format('create policy worker_all on %I for select to klankbord_worker using (true)', t);
    end loop;
end $$;

grant delete on working_hours to klankbord_web;
grant update (removed_at, last_day) on absences to klankbord_web;
grant update (name, kind, about, phone, email, website, changed_by_id, changed_at, closed_at) on partners to klankbord_web;
grant update (case_id) on conversations to klankbord_web;
grant update (revoked_at) on feeds to klankbord_web;
grant update (next_rung, next_at, ended_at) on alarms to klankbord_web;

create policy web_add on wordings for insert to klankbord_web with check (
    organisation_id = (select kb_organisation()) and by_id = (select kb_person())
    and ((select kb_holds('administrator')) or (select kb_holds('social_worker'))));
create policy web_add on meldcode_settings for insert to klankbord_web with check (
    organisation_id = (select kb_organisation()) and by_id = (select kb_person())
    and location_id in (select l.id from locations l)
    and ((select kb_holds('administrator')) or (select kb_holds('social_worker'))
         or location_id = any ((select kb_managed_locations())::uuid[])));
create policy web_add on partners for insert to klankbord_web with check (
    organisation_id = (select kb_organisation()) and changed_by_id = (select kb_person())
    and ((select kb_holds('administrator')) or (select kb_holds('social_worker'))
         or (select kb_holds('location_manager'))));
create policy web_change on partners for update to klankbord_web using (
    organisation_id = (select kb_organisation())
    and ((select kb_holds('administrator')) or (select kb_holds('social_worker'))
         or (select kb_holds('location_manager'))))
    with check (organisation_id = (select kb_organisation()) and changed_by_id = (select kb_person()));

-- Goals and their outcomes belong to a plan and a result.
create policy web_read on goals for select to klankbord_web using (
    organisation_id = (select kb_organisation()) and exists (select from plans p where p.id = goals.plan_id offset 0));
create policy web_add on goals for insert to klankbord_web with check (
    organisation_id = (select kb_organisation())
    and exists (select from plans p where p.id = goals.plan_id and p.by_id = (select kb_person()) offset 0));
create policy web_read on goal_outcomes for select to klankbord_web using (
    organisation_id = (select kb_organisation())
    and exists (select from evaluation_results e where e.id = goal_outcomes.result_id offset 0));
create policy web_add on goal_outcomes for insert to klankbord_web with check (
    organisation_id = (select kb_organisation())
    and exists (select from evaluation_results e where e.id = goal_outcomes.result_id
                   and e.by_id = (select kb_person()) offset 0)
    and exists (select from goals g where g.id = goal_outcomes.goal_id offset 0));

-- A conversation is its writer's until the child has a case (rule 3).
create policy web_read on conversations for select to klankbord_web using (
    organisation_id = (select kb_organisation())
    and (writer_id = (select kb_person()) or exists (select from cases c where c.id = conversations.case_id offset 0)));
create policy web_add on conversations for insert to klankbord_web with check (
    organisation_id = (select kb_organisation()) and writer_id = (select kb_person())
    and (case_id is null and kb_teaches(pupil_id)
         or exists (select from cases c where c.id = conversations.case_id offset 0)));
create policy web_join on conversations for update to klankbord_web
    using (organisation_id = (select kb_organisation()) and writer_id = (select kb_person()) and case_id is null)
    with check (exists (select from cases c where c.id = conversations.case_id offset 0));

-- How a small plan ended is read with its conversation, and said by its writer as long as the child has no case.
create policy web_read on small_plan_endings for select to klankbord_web using (
    organisation_id = (select kb_organisation())
    and exists (select from conversations c where c.id = small_plan_endings.conversation_id offset 0));
create policy web_add on small_plan_endings for insert to klankbord_web with check (
    organisation_id = (select kb_organisation()) and by_id = (select kb_person())
    and exists (select from conversations c where c.id = small_plan_endings.conversation_id
                   and c.writer_id = (select kb_person()) and c.case_id is null offset 0));

-- A question is between two people, or part of the case it is about.
create policy web_read on consultations for select to klankbord_web using (
    organisation_id = (select kb_organisation())
    and (asker_id = (select kb_person()) or to_id = (select kb_person())
         or exists (select from cases c where c.id = consultations.case_id offset 0)));
create policy web_add on consultations for insert to klankbord_web with check (
    organisation_id = (select kb_organisation()) and asker_id = (select kb_person())
    and exists (select from roles r where r.person_id = consultations.to_id and r.ended_at is null
                   and r.kind in ('social_worker', 'location_manager'))
    and (case_id is null or kb_colleague_reads(to_id, case_id)
         and exists (select from cases c where c.id = consultations.case_id offset 0)));
create policy web_read on consultation_replies for select to klankbord_web using (
    organisation_id = (select kb_organisation())
    and exists (select from consultations q where q.id = consultation_replies.consultation_id offset 0));
create policy web_add on consultation_replies for insert to klankbord_web with check (
    organisation_id = (select kb_organisation()) and by_id = (select kb_person())
    and exists (select from consultations q where q.id = consultation_replies.consultation_id
                   and (select kb_person()) in (q.asker_id, q.to_id) offset 0));
create policy web_read on consultation_reads for select to klankbord_web using (
    organisation_id = (select kb_organisation())
    and exists (select from consultations q where q.id = consultation_reads.consultation_id offset 0));
create policy web_add on consultation_reads for insert to klankbord_web with check (
    organisation_id = (select kb_organisation()) and person_id = (select kb_person())
    and exists (select from consultations q where q.id = consultation_reads.consultation_id offset 0));

create policy web_own on feeds for all to klankbord_web
    using (organisation_id = (select kb_organisation()) and person_id = (select kb_person()));

-- An alarm is sent by anybody who works here, seen by whom it is for, and taken by one of them.
create policy web_read on alarms for select to klankbord_web using (
    organisation_id = (select kb_organisation()) and (sender_id = (select kb_person()) or kb_sees_alarm(id)));
create policy web_add on alarms for insert to klankbord_web with check (
    organisation_id = (select kb_organisation()) and sender_id = (select kb_person())
    and location_id in (select l.id from locations l));
create policy web_change on alarms for update to klankbord_web using (
    organisation_id = (select kb_organisation()) and kb_sees_alarm(id));
create policy web_read on alarm_calls for select to klankbord_web using (
    organisation_id = (select kb_organisation()) and kb_sees_alarm(alarm_id));
create policy web_add on alarm_calls for insert to klankbord_web with check (
    organisation_id = (select kb_organisation()) and person_id in (select p.id from people p)
    and exists (select from alarms a where a.id = alarm_calls.alarm_id and a.sender_id = (select kb_person())));
create policy web_read on alarm_sightings for select to klankbord_web using (
    organisation_id = (select kb_organisation()) and kb_sees_alarm(alarm_id));
create policy web_add on alarm_sightings for insert to klankbord_web with check (
    organisation_id = (select kb_organisation()) and person_id = (select kb_person()) and kb_sees_alarm(alarm_id));
create policy web_read on alarm_takings for select to klankbord_web using (
    organisation_id = (select kb_organisation()) and kb_sees_alarm(alarm_id));
-- Whoever sent it takes it back; whoever else sees it takes it up.
create policy web_add on alarm_takings for insert to klankbord_web with check (
    organisation_id = (select kb_organisation()) and person_id = (select kb_person()) and kb_sees_alarm(alarm_id)
    and withdrawn = exists (select from alarms a where a.id = alarm_takings.alarm_id
                               and a.sender_id = (select kb_person())));

-- The worker climbs the ladder; it needs no words of an alarm.
grant select (id, organisation_id, sender_id, location_id, drill, sent_at, next_rung, next_at, ended_at) on alarms
    to klankbord_worker;
grant update (next_rung, next_at, ended_at) on alarms to klankbord_worker;
grant select, insert, update on alarm_calls to klankbord_worker;
grant select (id, organisation_id, alarm_id, person_id, at) on alarm_takings to klankbord_worker;
create policy worker_all on alarms for all to klankbord_worker using (true) with check (true);
create policy worker_all on alarm_calls for all to klankbord_worker using (true) with check (true);
create policy worker_all on alarm_takings for select to klankbord_worker using (true);

-- The worker lets what was agreed with a child follow the lessons of its group; it needs no words of that.
grant select (id, organisation_id, case_id, at, owner_id, due_on, with_child) on agreements to klankbord_worker;
grant select (id, organisation_id, agreement_id) on agreement_endings to klankbord_worker;
grant select (id, organisation_id, writer_id, group_id, case_id) on conversations to klankbord_worker;
create policy worker_all on agreements for select to klankbord_worker using (true);
create policy worker_all on agreement_endings for select to klankbord_worker using (true);
create policy worker_all on conversations for select to klankbord_worker using (true);
grant select (id, organisation_id, conversation_id) on small_plan_endings to klankbord_worker;
create policy worker_all on small_plan_endings for select to klankbord_worker using (true);

-- A social worker may also pass a case on that was passed on to them: who stands in while they are away.
drop policy web_handovers_add on handovers;
create policy web_handovers_add on handovers for insert to klankbord_web with check (
    organisation_id = (select kb_organisation()) and from_id = (select kb_person()) and to_id <> from_id
    and exists (select from roles r where r.person_id = handovers.to_id and r.kind = 'social_worker' and r.ended_at is null)
    and (location_id = any ((select kb_managed_locations())::uuid[])
         or group_id = any ((select kb_taught_groups())::uuid[])
         or (select kb_holds('social_worker')) and kb_was_handed(case_id)));

-- Who sees a case sees to whom it was passed on, a social worker too: else nobody knows who may hold direction.
alter policy web_handovers_read on handovers using (
    organisation_id = (select kb_organisation()) and (
        (select kb_holds('social_worker')) and (to_id = (select kb_person()) or kb_was_handed(case_id))
        or location_id = any ((select kb_managed_locations())::uuid[])
        or group_id = any ((select kb_taught_groups())::uuid[])));

-- The steps that cases took before there were rows for it, as far as they are known.
insert into step_entries (id, organisation_id, case_id, by_id, at, step, because)
select gen_random_uuid(), c.organisation_id, c.id, c.opened_by_id, c.opened_at, s.step,
       (array['noted', 'reported', 'passed_on', 'planned', 'evaluating'])[s.step]
  from cases c cross join lateral generate_series(1, c.step) as s(step);
