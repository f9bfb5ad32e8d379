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
-- Without seqscan: everything here is found by a key. A connection keeps its plan; one that was made while outbox_items
-- was empty read the whole table for each batch that came after.
create function kb_take_in_notes(at timestamptz, tokens bytea[], ids uuid[], people uuid[], meant uuid[],
                                 digests bytea[], written timestamptz[], children uuid[], signals text[],
                                 observations bytea[], interpretations bytea[])
returns setof uuid
language plpgsql security definer set search_path = pg_catalog, public, pg_temp set enable_seqscan = off as $$
begin
    return query
    with fitting as (
        select n.*, s.organisation_id, g.id as group_id, g.location_id
          from unnest(tokens, ids, people, meant, digests, written, children, signals, observations, interpretations)
               as n (token, id, person, meant, digest, written_at, child, signals, observation, interpretation)
          join public.sessions s on s.token_sha256 = n.token and s.person_id = n.person and s.ended_at is null
               and s.expires_at > at and s.seen_at > at - interval '5 minutes'
          join public.people w on w.id = s.person_id and w.ended_at is null
          join public.pupils p on p.id = n.child and p.organisation_id = s.organisation_id and p.left_at is null
          join public.groups g on g.id = p.group_id and g.id = coalesce(n.meant, g.id) and g.closed_at is null
         where exists (select from public.roles r where r.person_id = s.person_id and r.group_id = g.id
                          and r.kind = 'teacher' and r.ended_at is null)
           and not exists (select from public.outbox_items i where i.id = n.id)
           and not exists (select from public.notes k where k.id = n.id)
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
