-- When the scheduler last looked after its routines; answers with the time before this one, null at first.
with before as (
  select value
  from caretaker_store.setting
  where name = 'scheduler_seen'
), seen as (
  insert into caretaker_store.setting (name, value)
  values ('scheduler_seen', :now)
  on conflict (name) do update
  set value = excluded.value
)
select (select value from before) as value;
