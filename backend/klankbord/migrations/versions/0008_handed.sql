-- A case says itself whom it was passed on to, and by whom last. Who may see a case is asked for nearly everything, and
-- a look at the handovers brings their own policy with it: a good part of what the list of what waits took.
-- The handovers stay what counts: what stands in the case follows from them, and only from them.
alter table cases add handed_to uuid[] not null default '{}',
    add handed_by_id uuid constraint fk_cases_handed_by_id references people (id);

-- As the owner: the web may pass a case on by a handover that its policy allows, never by changing this. The case is
-- locked first, so that two handovers at once see each other; a handover that moves is of two cases.
create function kb_note_handover() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform from public.cases c where c.id in (new.case_id, old.case_id) order by c.id for no key update;
    update public.cases c
       set handed_to = array(select distinct h.to_id from public.handovers h where h.case_id = c.id),
           handed_by_id = (select h.from_id from public.handovers h where h.case_id = c.id
                            order by h.handed_at desc, h.id desc limit 1)
     where c.id in (new.case_id, old.case_id);
    return null;
end $$;
revoke all on function kb_note_handover() from public;
create trigger note_handover after insert or update or delete on handovers
    for each row execute function kb_note_handover();

update cases c
   set handed_to = array(select distinct h.to_id from handovers h where h.case_id = c.id),
       handed_by_id = (select h.from_id from handovers h where h.case_id = c.id
                        order by h.handed_at desc, h.id desc limit 1)
 where exists (select from handovers h where h.case_id = c.id);

alter policy web_cases on cases using (
    organisation_id = (select kb_organisation()) and (
        location_id = any ((select kb_managed_locations())::uuid[])
        or group_id = any ((select kb_taught_groups())::uuid[])
        or (select kb_person()) = any (handed_to) and (select kb_holds('social_worker'))));
alter policy web_cases_add on cases with check (
    opened_by_id = (select kb_person()) and kb_teaches(pupil_id) and handed_to = '{}' and handed_by_id is null);

-- What nearly every policy asks of who asks: one look by an index, and none where there is nothing to find.
create or replace function kb_taught_groups() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare me uuid := public.kb_person(); us uuid := public.kb_organisation();
begin
    return array(select r.group_id from public.roles r
                  where r.person_id = me and r.kind = 'teacher' and r.organisation_id = us and r.ended_at is null);
end $$;

create or replace function kb_managed_groups() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare us uuid := public.kb_organisation(); managed uuid[] := public.kb_managed_locations();
begin
    if managed = '{}' then return managed; end if;
    return array(select g.id from public.groups g where g.organisation_id = us and g.location_id = any (managed));
end $$;
