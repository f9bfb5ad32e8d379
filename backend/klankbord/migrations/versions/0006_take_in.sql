-- Notes of many teachers: judged and kept by one function instead of two that looked up the same rows one after the other.

drop function kb_places_of_notes(bytea[], uuid[], uuid[], timestamptz);
drop function kb_keep_notes(bytea[], timestamptz, uuid[], bytea[], timestamptz[], uuid[], uuid[], text[], bytea[], bytea[]);

-- Keep those notes that simply fit, each with the item it came in, wholly or not at all; the ids that were kept. A line
-- is left out when anything is out of the ordinary: no session, not the person the phone named, not taught by this
-- person in the group the phone knew the child in (`meant`; none: whichever), the child has left, the group has ended,
-- here before; then the long way decides. In the order of their ids, so that two processes with the same notes never
-- wait for each other. It runs as the owner, because row-level security knows one person a transaction; what the
-- policies on outbox_items and notes ask holds here by the joins. `signals`: ids with a space between.
--
-- A connection keeps its plan, so this one must not depend on how much there was when it was made (one from before the
-- first item read all of outbox_items for each batch that came after): `offset 0` looks each line up by itself, and
-- without seqscan always by its key.
create function kb_take_in_notes(at timestamptz, tokens bytea[], ids uuid[], people uuid[], meant uuid[],
                                 digests bytea[], written timestamptz[], children uuid[], signals text[],
                                 observations bytea[], interpretations bytea[])
returns setof uuid
language plpgsql security definer set search_path = pg_catalog, public, pg_temp set enable_seqscan = off as $$
begin
    return query
    with fitting as (
        select n.*, s.organisation_id, p.group_id, g.location_id
          from unnest(tokens, ids, people, meant, digests, written, children, signals, observations, interpretations)
               as n (token, id, person, meant, digest, written_at, child, signals, observation, interpretation)
         cross join lateral (
               select t.organisation_id from public.sessions t
                where t.token_sha256 = n.token and t.person_id = n.person and t.ended_at is null
                  and t.expires_at > at and t.seen_at > at - interval '5 minutes' offset 0) as s
         cross join lateral (
               select c.group_id from public.pupils c
                where c.id = n.child and c.organisation_id = s.organisation_id and c.left_at is null offset 0) as p
         cross join lateral (
               select o.location_id from public.groups o
                where o.id = p.group_id and o.id = coalesce(n.meant, o.id) and o.closed_at is null offset 0) as g
         where exists (select from public.people w where w.id = n.person and w.ended_at is null offset 0)
           and exists (select from public.roles r where r.person_id = n.person and r.group_id = p.group_id
                          and r.kind = 'teacher' and r.ended_at is null offset 0)
           and not exists (select from public.outbox_items i where i.id = n.id offset 0)
           and not exists (select from public.notes k where k.id = n.id offset 0)
         order by n.id),
    items as (
        insert into public.outbox_items
               (id, organisation_id, person_id, kind, body_sha256, written_at, received_at, state)
        select f.id, f.organisation_id, f.person, 'note', f.digest, f.written_at, at, 'stored' from fitting f
            on conflict do nothing returning id)
    insert into public.notes as kept (id, organisation_id, writer_id, pupil_id, group_id, location_id, signal_ids,
                                      observation_sealed, interpretation_sealed, written_at, received_at)
    select f.id, f.organisation_id, f.person, f.child, f.group_id, f.location_id,
           string_to_array(f.signals, ' '), f.observation, f.interpretation, f.written_at, at
      from fitting f join items using (id)
    returning kept.id;
end $$;

revoke all on function kb_take_in_notes(timestamptz, bytea[], uuid[], uuid[], uuid[], bytea[], timestamptz[], uuid[],
    text[], bytea[], bytea[]) from public;
grant execute on function kb_take_in_notes(timestamptz, bytea[], uuid[], uuid[], uuid[], bytea[], timestamptz[], uuid[],
    text[], bytea[], bytea[]) to klankbord_web;
