-- How much is open is counted for every page and every push. Only what is open is looked at, whatever was done in years
-- before; what can wait goes together by the same index.
drop index ix_reminders_waiting;
create index ix_reminders_open on reminders (person_id) where state in ('waiting', 'sent');
