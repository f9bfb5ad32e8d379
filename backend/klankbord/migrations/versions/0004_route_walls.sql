-- Whoever a row names beside its writer works here too, and what it carries on is of the same case. Restrictive: on top
-- of who may add it at all. The app checks this and more; here it holds whatever the app forgets.

-- Somebody of the organisation of who asks, or nobody. It sees what the asker sees, so it tells nothing new.
create function kb_colleague(person uuid) returns boolean language sql stable set search_path = pg_catalog, public, pg_temp
as $$ select person is null
          or exists (select from public.people p where p.id = person and p.organisation_id = public.kb_organisation()) $$;

-- Is this a goal of an earlier version of the plan of the same case? As the owner, because the rule on goals cannot ask
-- itself.
create function kb_earlier_goal(wanted uuid, plan uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select exists (select from public.goals g
                     join public.plans before on before.id = g.plan_id
                     join public.plans now on now.id = plan
                    where g.id = wanted and now.organisation_id = public.kb_organisation()
                      and before.case_id = now.case_id and before.number < now.number)
$$;

-- Does what is corrected stand in the same Meldcode? As the owner, for the same reason.
create function kb_of_track(wanted uuid, track uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select exists (select from public.meldcode_entries e where e.id = wanted and e.track_id = track
                      and e.organisation_id = public.kb_organisation())
$$;

revoke all on function kb_colleague(uuid), kb_earlier_goal(uuid, uuid), kb_of_track(uuid, uuid) from public;
grant execute on function kb_colleague(uuid), kb_earlier_goal(uuid, uuid), kb_of_track(uuid, uuid) to klankbord_web;

do $$
declare named record;
begin
    for named in select * from (values
        ('absences', 'person_id'), ('absences', 'deputy_id'), ('agreements', 'owner_id'), ('alarm_calls', 'person_id'),
        ('cases', 'lead_id'), ('cases', 'waits_on_id'), ('consultations', 'to_id'), ('contacts', 'with_id'),
        ('direction_offers', 'to_id'), ('handovers', 'to_id'), ('reminders', 'person_id'),
        ('reminders', 'stands_in_for_id'), ('sharing_decisions', 'consulted_id'), ('working_hours', 'person_id')
    ) as each (tab, col)
    loop
        execute format('create policy web_%2$s_works_here on %1$I as restrictive for insert to klankbord_web
                        with check (kb_colleague(%2$I))', named.tab, named.col);
    end loop;
end $$;

-- A case changes hands.
create policy web_works_here on cases as restrictive for update to klankbord_web using (true)
    with check (kb_colleague(lead_id) and kb_colleague(waits_on_id));

create policy web_partner_is_ours on referrals as restrictive for insert to klankbord_web with check (
    exists (select from partners p where p.id = referrals.partner_id offset 0));
create policy web_group_is_ours on conversations as restrictive for insert to klankbord_web with check (
    exists (select from groups g where g.id = conversations.group_id offset 0));
create policy web_carries_on on goals as restrictive for insert to klankbord_web with check (
    same_as_id is null or kb_earlier_goal(same_as_id, plan_id));
create policy web_of_the_case on goal_outcomes as restrictive for insert to klankbord_web with check (
    exists (select from goals g join plans p on p.id = g.plan_id
              join evaluation_results e on e.id = goal_outcomes.result_id and e.case_id = p.case_id
             where g.id = goal_outcomes.goal_id offset 0));
create policy web_of_the_track on meldcode_entries as restrictive for insert to klankbord_web with check (
    correction_of_id is null or kb_of_track(correction_of_id, track_id));
