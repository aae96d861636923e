-- The kinds and people the log can be filtered by: found by stepping through their indexes, not by reading the log.
with recursive kind as (
  select min(l.maintenance_type)::text as value
  from caretaker_store.maintenance_log as l
  union all
  select (select min(l.maintenance_type)::text from caretaker_store.maintenance_log as l where l.maintenance_type > kind.value)
  from kind
  where kind.value is not null
), person as (
  select min(l.person) as value
  from caretaker_store.maintenance_log as l
  union all
  select (select min(l.person) from caretaker_store.maintenance_log as l where l.person > person.value)
  from person
  where person.value is not null
)
select 'kind' as what, kind.value
from kind
where kind.value is not null
union all
select 'person' as what, person.value
from person
where person.value is not null
order by what, value;
