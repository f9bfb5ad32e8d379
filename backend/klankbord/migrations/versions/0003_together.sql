-- Notes of many teachers in one statement. Row-level security knows one person a transaction, so these two run as the
-- owner and let each line in on its own token: who it is, is read from the session and never from what was sent.

-- Every row of one organisation has the same value in these: they find nothing, and cost each new note two writes.
drop index ix_notes_organisation_id, ix_outbox_items_organisation_id;

-- What has to be known before new notes can be judged: whose token it is, and where the child is now. A line is absent
-- when anything is out of the ordinary (no session, not taught by this person, here before); then the long way decides.
create function kb_places_of_notes(tokens bytea[], ids uuid[], children uuid[], at timestamptz)
returns table (item uuid, person_id uuid, group_id uuid, gone boolean, closed boolean)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
    select n.id, s.person_id, g.id, p.left_at is not null, g.closed_at is not null
      from unnest(tokens, ids, children) as n (token, id, child)
      join public.sessions s on s.token_sha256 = n.token and s.ended_at is null and s.expires_at > at
           and s.seen_at > at - interval '5 minutes'
      join public.people w on w.id = s.person_id and w.ended_at is null
      join public.pupils p on p.id = n.child and p.organisation_id = s.organisation_id
      join public.groups g on g.id = p.group_id
     where exists (select from public.roles r where r.person_id = s.person_id and r.group_id = g.id
                      and r.kind = 'teacher' and r.ended_at is null)
       and not exists (select from public.outbox_items i where i.id = n.id)
       and not exists (select from public.notes k where k.id = n.id);
end $$;

-- Keep new notes, each with the item it came in, wholly or not at all; the ids that were kept. What the policies on
-- outbox_items and notes ask holds here by the joins: it is the token's own person, who teaches the child in this group.
-- `signals`: ids with a space between.
create function kb_keep_notes(tokens bytea[], at timestamptz, ids uuid[], digests bytea[], written timestamptz[],
                              children uuid[], places uuid[], signals text[], observations bytea[],
                              interpretations bytea[])
returns table (kept uuid)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
    with asked as (
        select n.*, s.person_id, s.organisation_id, g.location_id
          from unnest(tokens, ids, digests, written, children, places, signals, observations, interpretations)
               as n (token, id, digest, written_at, child, place, signals, observation, interpretation)
          join public.sessions s on s.token_sha256 = n.token and s.ended_at is null and s.expires_at > at
               and s.seen_at > at - interval '12 hours'
          join public.people w on w.id = s.person_id and w.ended_at is null
          join public.pupils p on p.id = n.child and p.organisation_id = s.organisation_id and p.group_id = n.place
               and p.left_at is null
          join public.groups g on g.id = p.group_id and g.closed_at is null
         where exists (select from public.roles r where r.person_id = s.person_id and r.group_id = g.id
                          and r.kind = 'teacher' and r.ended_at is null)),
    items as (
        insert into public.outbox_items
               (id, organisation_id, person_id, kind, body_sha256, written_at, received_at, state)
        select a.id, a.organisation_id, a.person_id, 'note', a.digest, a.written_at, at, 'stored' from asked a
            on conflict do nothing returning id)
    insert into public.notes (id, organisation_id, writer_id, pupil_id, group_id, location_id, signal_ids,
                              observation_sealed, interpretation_sealed, written_at, received_at)
    select a.id, a.organisation_id, a.person_id, a.child, a.place, a.location_id,
           string_to_array(a.signals, ' '), a.observation, a.interpretation, a.written_at, at
      from asked a join items using (id)
    returning id;
end $$;

revoke all on function kb_places_of_notes(bytea[], uuid[], uuid[], timestamptz),
    kb_keep_notes(bytea[], timestamptz, uuid[], bytea[], timestamptz[], uuid[], uuid[], text[], bytea[], bytea[])
    from public;
grant execute on function kb_places_of_notes(bytea[], uuid[], uuid[], timestamptz),
    kb_keep_notes(bytea[], timestamptz, uuid[], bytea[], timestamptz[], uuid[], uuid[], text[], bytea[], bytea[])
    to klankbord_web;
