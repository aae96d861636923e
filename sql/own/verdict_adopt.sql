-- From now on this database answers for its server: what another one found there becomes its own, and the other's verdict goes.
with others as (
  select o.id
  from caretaker_store.database as d
  join caretaker_store.database as o on caretaker_store.same_server(o, d) and o.id <> d.id
  where d.id = :database_id
), gone as (
  delete from caretaker_store.verdict as v
  using others as o
  where v.database_id = o.id
    and v.check_name = :check_name
)
update caretaker_store.finding as f
set database_id = :database_id
from others as o
where f.database_id = o.id
  and f.check_name = :check_name
  and f.closed_at is null
  and not exists (
    select from caretaker_store.finding as m
    where m.database_id = :database_id and m.check_name = f.check_name and m.target = f.target and m.closed_at is null);
