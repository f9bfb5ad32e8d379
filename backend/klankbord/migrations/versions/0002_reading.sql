-- Reading stays quick however much there is. What each policy allows is what it allowed before; how it asks is new:
-- a role is looked up once a statement by a function, not once a mention through the policy on roles in turn, and a row
-- is asked about by itself ("offset 0" keeps the planner from collecting every row that may be seen beforehand).

-- One statement at the door: opens the session as kb_open_session does, and says who that is and what they are there for.
create function kb_enter(token bytea, at timestamptz)
returns table (session_id uuid, device_id uuid, person_id uuid, organisation_id uuid, first_name text, language text,
               kinds text[], group_ids uuid[], location_ids uuid[])
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare s record;
begin
    select se.id, se.device_id, se.person_id, se.organisation_id, se.seen_at, p.first_name, p.language into s
      from public.sessions se join public.people p on p.id = se.person_id and p.ended_at is null
     where se.token_sha256 = token and se.ended_at is null and se.expires_at > at
       and se.seen_at > at - interval '12 hours';
    if not found then return; end if;
    if s.seen_at < at - interval '5 minutes' then
        update public.sessions set seen_at = at where id = s.id;
    end if;
    perform set_config('klankbord.person', s.person_id::text, true),
            set_config('klankbord.organisation', s.organisation_id::text, true);
    return query
        select s.id, s.device_id, s.person_id, s.organisation_id, s.first_name::text, s.language::text,
               array_agg(r.kind::text), array_agg(r.group_id), array_agg(r.location_id)
          from public.roles r where r.person_id = s.person_id and r.ended_at is null;
end $$;

-- What the person who asks holds now. As the owner, so that a policy asks this and not another policy.
create function kb_holds(wanted text) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (select from public.roles r where r.person_id = public.kb_person() and r.kind = wanted
                      and r.organisation_id = public.kb_organisation() and r.ended_at is null);
end $$;

create function kb_taught_groups() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return array(select r.group_id from public.roles r where r.person_id = public.kb_person() and r.kind = 'teacher'
                    and r.organisation_id = public.kb_organisation() and r.ended_at is null);
end $$;

create function kb_managed_locations() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return array(select r.location_id from public.roles r
                  where r.person_id = public.kb_person() and r.kind = 'location_manager'
                    and r.organisation_id = public.kb_organisation() and r.ended_at is null);
end $$;

create function kb_managed_groups() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return array(select g.id from public.groups g where g.organisation_id = public.kb_organisation()
                    and g.location_id = any (public.kb_managed_locations()));
end $$;

create function kb_wrote_about(child uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (select from public.notes n where n.pupil_id = child and n.writer_id = public.kb_person()
                      and n.organisation_id = public.kb_organisation());
end $$;

revoke all on function kb_enter(bytea, timestamptz), kb_holds(text), kb_taught_groups(), kb_managed_locations(),
    kb_managed_groups(), kb_wrote_about(uuid) from public;
grant execute on function kb_enter(bytea, timestamptz), kb_holds(text), kb_taught_groups(), kb_managed_locations(),
    kb_managed_groups(), kb_wrote_about(uuid) to klankbord_web;

alter policy web_handovers_read on handovers using (
    organisation_id = (select kb_organisation()) and (
        to_id = (select kb_person()) and (select kb_holds('social_worker'))
        or location_id = any ((select kb_managed_locations())::uuid[])
        or group_id = any ((select kb_taught_groups())::uuid[])));
alter policy web_cases on cases using (
    organisation_id = (select kb_organisation()) and (
        location_id = any ((select kb_managed_locations())::uuid[])
        or group_id = any ((select kb_taught_groups())::uuid[])
        or (select kb_holds('social_worker'))
           and exists (select from handovers h where h.case_id = cases.id and h.to_id = (select kb_person()) offset 0)));
alter policy web_reports_read on reports using (
    organisation_id = (select kb_organisation()) and exists (select from cases c where c.id = reports.case_id offset 0));
alter policy web_tellings on class_teacher_tellings using (
    organisation_id = (select kb_organisation())
    and exists (select from cases c where c.id = class_teacher_tellings.case_id offset 0));
alter policy web_views_read on case_views using (
    organisation_id = (select kb_organisation())
    and exists (select from cases c where c.id = case_views.case_id offset 0));
alter policy web_notes_read on notes using (
    organisation_id = (select kb_organisation())
    and (writer_id = (select kb_person()) or exists (select from reports r where r.note_id = notes.id offset 0)));
alter policy web_corrections_read on corrections using (
    organisation_id = (select kb_organisation())
    and exists (select from notes n where n.id = corrections.note_id offset 0));
alter policy web_watches_read on watches using (
    organisation_id = (select kb_organisation())
    and (teacher_id = (select kb_person()) or exists (select from cases c where c.id = watches.case_id offset 0)));
alter policy web_watch_lessons_read on watch_lessons using (
    organisation_id = (select kb_organisation())
    and exists (select from watches w where w.id = watch_lessons.watch_id offset 0));
alter policy web_pupils on pupils using (
    organisation_id = (select kb_organisation()) and (
        group_id = any ((select kb_taught_groups())::uuid[])
        or group_id = any ((select kb_managed_groups())::uuid[])
        or (select kb_holds('administrator'))
        or exists (select from cases c where c.pupil_id = pupils.id offset 0)
        or kb_wrote_about(id)));

-- The queue is read in its own order.
create index ix_cases_waits_on_open on cases (waits_on_id, waits_since, id) where closed_at is null;
create index ix_cases_organisation_open on cases (organisation_id, waits_since, id) where closed_at is null;
