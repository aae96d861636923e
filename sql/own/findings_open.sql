-- How many findings wait for somebody, and whether one of them is critical: for the navigation.
select
  count(*) as findings,
  count(*) filter (where f.severity = 'critical') as critical
from caretaker_store.finding as f
where f.closed_at is null
  and f.acknowledged_at is null
  and not exists (
    select from caretaker_store.mute as m
    where m.database_id = f.database_id and m.check_name = f.check_name and (m.target is null or m.target = f.target) and m.ended_at is null and m.until > :at);
