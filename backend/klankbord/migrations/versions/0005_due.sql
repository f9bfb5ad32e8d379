-- The worker walks what is due a page at a time. Each kind has its own order of being due: what may not buzz now (at
-- night, or until the start of a day) is not in the way of what may.
drop index ix_reminders_due;
create index ix_reminders_due on reminders (kind, due_at, id) where state = 'waiting';
-- What can wait goes together, whatever the person was reminded of in years before.
create index ix_reminders_waiting on reminders (person_id) where state = 'waiting';
-- What was handed over at one moment for one browser stays on one page.
drop index ix_deliveries_next;
create index ix_deliveries_next on deliveries (next_at, subscription_id) where state in ('waiting', 'claimed');
