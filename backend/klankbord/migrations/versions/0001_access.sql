-- Who may see what: the second wall (the first is that every query names the owner).
-- A transaction says who asks with set_config('klankbord.person' / 'klankbord.organisation'); saying nothing shows nothing.
-- The owner migrates and may see all rows; web and worker are subject to every rule below.

create function kb_person() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('klankbord.person', true), '')::uuid $$;

create function kb_organisation() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('klankbord.organisation', true), '')::uuid $$;

-- A session token is looked up before anybody is known, so this runs as the owner; it tells row-level security who asks.
create function kb_open_session(token bytea, at timestamptz)
returns table (session_id uuid, person_id uuid, organisation_id uuid, device_id uuid)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare s public.sessions%rowtype;
begin
    select * into s from public.sessions
     where token_sha256 = token and ended_at is null and expires_at > at and seen_at > at - interval '12 hours'
       and exists (select from public.people p where p.id = sessions.person_id and p.ended_at is null);
    if not found then return; end if;
    if s.seen_at < at - interval '5 minutes' then
        update public.sessions set seen_at = at where id = s.id;
    end if;
    perform set_config('klankbord.person', s.person_id::text, true);
    perform set_config('klankbord.organisation', s.organisation_id::text, true);
    return query select s.id, s.person_id, s.organisation_id, s.device_id;
end $$;

-- The add-only token of a phone (decision 6): it says whose phone it is, and gives no session.
create function kb_open_device(token bytea, at timestamptz)
returns table (device_id uuid, person_id uuid, organisation_id uuid)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare d public.devices%rowtype;
begin
    select * into d from public.devices
     where add_token_sha256 = token and revoked_at is null and expires_at > at
       and exists (select from public.people p where p.id = devices.person_id and p.ended_at is null);
    if not found then return; end if;
    perform set_config('klankbord.person', d.person_id::text, true);
    perform set_config('klankbord.organisation', d.organisation_id::text, true);
    return query select d.id, d.person_id, d.organisation_id;
end $$;

-- Who can be reached by push, without showing anybody's endpoint to a colleague.
create function kb_push_reach() returns table (person_id uuid, last_ok_at timestamptz, devices int)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select s.person_id, max(s.last_ok_at), (count(*) filter (where s.failing_since is null))::int
      from public.push_subscriptions s where s.organisation_id = public.kb_organisation() group by s.person_id
$$;

-- The same browser, another person: whoever holds these three values holds the browser, so the old row may go.
create function kb_push_release(address text, public_key text, secret text) returns int
language sql security definer set search_path = pg_catalog, public, pg_temp as $$
    with gone as (delete from public.push_subscriptions s where s.endpoint = address and s.p256dh = public_key
                     and s.auth = secret and s.person_id <> public.kb_person() returning 1)
    select count(*)::int from gone
$$;

-- Who may write about a child: its teachers. As the owner, because a rule on notes cannot ask the rule on pupils, which asks notes.
create function kb_teaches(child uuid) returns boolean language sql stable security definer
set search_path = pg_catalog, public, pg_temp as
$$ select exists (select from public.pupils p join public.roles r on r.group_id = p.group_id
                   where p.id = child and p.organisation_id = public.kb_organisation()
                     and r.person_id = public.kb_person() and r.kind = 'teacher' and r.ended_at is null) $$;

revoke all on all functions in schema public from public;
grant execute on function kb_person(), kb_organisation() to klankbord_web, klankbord_worker;
grant execute on function kb_open_session(bytea, timestamptz), kb_open_device(bytea, timestamptz),
    kb_push_reach(), kb_push_release(text, text, text), kb_teaches(uuid) to klankbord_web;

grant usage on schema public to klankbord_web, klankbord_worker;

-- What each role may do at all. Notes, corrections and views are only ever added to (rule 5).
grant select on organisations, people, roles, alembic_version, worker_heartbeats to klankbord_web, klankbord_worker;
grant update (language) on people to klankbord_web;
grant select, insert, update on devices, sessions, locations, closures, reminders, outbox_items, watches to klankbord_web;
grant select, insert on groups, pupils, cases to klankbord_web;
-- What decides who may see a child (location, group, child) is never changed by the web.
grant update (name, weekday, starts_at, minutes, closed_at) on groups to klankbord_web;
grant update (first_name, hint, left_at) on pupils to klankbord_web;
grant update (step, lead_id, waits_for, waits_on_id, waits_since, closed_at) on cases to klankbord_web;
grant select, insert on notes, corrections, reports, handovers, case_views to klankbord_web;
grant select, insert, update on class_teacher_tellings to klankbord_web;
grant select, insert, update, delete on lesson_changes, push_subscriptions, watch_lessons to klankbord_web;

grant select on locations, closures, groups, lesson_changes, cases to klankbord_worker;
grant select, insert, update on watches to klankbord_worker;
grant select, insert, update, delete on reminders, deliveries, push_subscriptions, watch_lessons, worker_heartbeats
    to klankbord_worker;

do $$
declare t text;
begin
    for t in select tablename from pg_tables where schemaname = 'public'
              and tablename not in ('alembic_version', 'worker_heartbeats') and tablename not like 'pgqueuer%'
    loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy owner_all on %I for all to current_user using (true) with check (true)', t);
    end loop;
    -- the worker acts for everybody, on the few tables it was granted
    foreach t in array array['organisations', 'people', 'roles', 'locations', 'closures', 'groups', 'lesson_changes',
                             'cases', 'reminders', 'deliveries', 'watches', 'watch_lessons', 'push_subscriptions']
    loop
        execute format('create policy worker_all on %I for all to klankbord_worker using (true) with check (true)', t);
    end loop;
    -- shared by everybody in the organisation: no story of a child in these
    foreach t in array array['roles', 'locations', 'closures', 'groups', 'lesson_changes']
    loop
        execute format('create policy web_organisation on %I for all to klankbord_web
                        using (organisation_id = (select kb_organisation()))', t);
    end loop;
    -- a person's own rows
    foreach t in array array['devices', 'sessions', 'push_subscriptions', 'outbox_items']
    loop
        execute format('create policy web_own on %I for all to klankbord_web
                        using (person_id = (select kb_person()) and organisation_id = (select kb_organisation()))', t);
    end loop;
end $$;

create policy web_organisation on people for select to klankbord_web
    using (organisation_id = (select kb_organisation()));
create policy web_own on people for update to klankbord_web
    using (id = (select kb_person()) and organisation_id = (select kb_organisation()));
create policy web_organisation on organisations for select to klankbord_web using (id = (select kb_organisation()));

-- A case is seen by the location managers of its location, the teachers of its group, and whom it was passed on to.
create policy web_handovers_read on handovers for select to klankbord_web using (
    organisation_id = (select kb_organisation()) and (
        to_id = (select kb_person()) and exists (select from roles r where r.person_id = (select kb_person())
                                                  and r.kind = 'social_worker' and r.ended_at is null)
        or location_id in (select r.location_id from roles r where r.person_id = (select kb_person())
                            and r.kind = 'location_manager' and r.ended_at is null)
        or group_id in (select r.group_id from roles r where r.person_id = (select kb_person())
                            and r.kind = 'teacher' and r.ended_at is null)));

-- Only who holds the case by role passes it on; that the place is the case's own is a foreign key's to say.
create policy web_handovers_add on handovers for insert to klankbord_web with check (
    organisation_id = (select kb_organisation()) and from_id = (select kb_person()) and to_id <> from_id
    and to_id in (select r.person_id from roles r where r.kind = 'social_worker' and r.ended_at is null)
    and (location_id in (select r.location_id from roles r where r.person_id = (select kb_person())
                            and r.kind = 'location_manager' and r.ended_at is null)
        or group_id in (select r.group_id from roles r where r.person_id = (select kb_person())
                            and r.kind = 'teacher' and r.ended_at is null)));

create policy web_cases on cases for all to klankbord_web using (
    organisation_id = (select kb_organisation()) and (
        location_id in (select r.location_id from roles r where r.person_id = (select kb_person())
                            and r.kind = 'location_manager' and r.ended_at is null)
        or group_id in (select r.group_id from roles r where r.person_id = (select kb_person())
                            and r.kind = 'teacher' and r.ended_at is null)
        or id in (select h.case_id from handovers h where h.to_id = (select kb_person()))
           and exists (select from roles r where r.person_id = (select kb_person())
                        and r.kind = 'social_worker' and r.ended_at is null)));
-- Opening one is for who teaches the child (restrictive: on top of the rule above).
create policy web_cases_add on cases as restrictive for insert to klankbord_web with check (
    opened_by_id = (select kb_person()) and kb_teaches(pupil_id));

create policy web_reports_read on reports for select to klankbord_web using (
    organisation_id = (select kb_organisation()) and case_id in (select c.id from cases c));
-- One's own note only: that the reporter wrote it is a foreign key's to say.
create policy web_reports_add on reports for insert to klankbord_web with check (
    organisation_id = (select kb_organisation()) and reporter_id = (select kb_person())
    and case_id in (select c.id from cases c));

create policy web_tellings on class_teacher_tellings for all to klankbord_web using (
    organisation_id = (select kb_organisation()) and case_id in (select c.id from cases c))
    with check (organisation_id = (select kb_organisation()) and teacher_id = (select kb_person())
    and case_id in (select c.id from cases c));

create policy web_views_read on case_views for select to klankbord_web using (
    organisation_id = (select kb_organisation()) and case_id in (select c.id from cases c));
create policy web_views_add on case_views for insert to klankbord_web with check (
    organisation_id = (select kb_organisation()) and person_id = (select kb_person())
    and case_id in (select c.id from cases c));

-- A note is its writer's until it is reported; then it is part of the case (rule 3).
create policy web_notes_read on notes for select to klankbord_web using (
    organisation_id = (select kb_organisation())
    and (writer_id = (select kb_person()) or id in (select r.note_id from reports r)));
create policy web_notes_add on notes for insert to klankbord_web with check (
    organisation_id = (select kb_organisation()) and writer_id = (select kb_person()) and kb_teaches(pupil_id));

create policy web_corrections_read on corrections for select to klankbord_web using (
    organisation_id = (select kb_organisation()) and note_id in (select n.id from notes n));
create policy web_corrections_add on corrections for insert to klankbord_web with check (
    organisation_id = (select kb_organisation()) and writer_id = (select kb_person())
    and note_id in (select n.id from notes n where n.writer_id = (select kb_person())));

-- A child's name: its teachers, its location's manager, the administrator, and who may see its case or wrote of it.
create policy web_pupils on pupils for all to klankbord_web using (
    organisation_id = (select kb_organisation()) and (
        group_id in (select r.group_id from roles r where r.person_id = (select kb_person())
                      and r.kind = 'teacher' and r.ended_at is null)
        or group_id in (select g.id from groups g join roles r on r.location_id = g.location_id
                         where r.person_id = (select kb_person()) and r.kind = 'location_manager'
                           and r.ended_at is null)
        or exists (select 1 from roles r where r.person_id = (select kb_person())
                    and r.kind = 'administrator' and r.ended_at is null)
        or id in (select c.pupil_id from cases c)
        or id in (select n.pupil_id from notes n where n.writer_id = (select kb_person()))));

create policy web_watches_read on watches for select to klankbord_web using (
    organisation_id = (select kb_organisation())
    and (teacher_id = (select kb_person()) or case_id in (select c.id from cases c)));
create policy web_watches_add on watches for insert to klankbord_web with check (
    organisation_id = (select kb_organisation()) and teacher_id = (select kb_person()) and kb_teaches(pupil_id)
    and (case_id is null or case_id in (select c.id from cases c)));
create policy web_watches_change on watches for update to klankbord_web using (
    organisation_id = (select kb_organisation()) and teacher_id = (select kb_person()));
create policy web_watch_lessons_read on watch_lessons for select to klankbord_web using (
    organisation_id = (select kb_organisation()) and watch_id in (select w.id from watches w));
create policy web_watch_lessons_change on watch_lessons for all to klankbord_web using (
    organisation_id = (select kb_organisation())
    and watch_id in (select w.id from watches w where w.teacher_id = (select kb_person())));

-- A reminder is read by whom it is for; anybody in the organisation may leave one for a colleague.
create policy web_reminders_read on reminders for select to klankbord_web using (
    organisation_id = (select kb_organisation()) and person_id = (select kb_person()));
create policy web_reminders_change on reminders for update to klankbord_web using (
    organisation_id = (select kb_organisation()) and person_id = (select kb_person()));
create policy web_reminders_add on reminders for insert to klankbord_web with check (
    organisation_id = (select kb_organisation()) and person_id in (select p.id from people p));
