-- What a word in the jump field may mean, the best match first.
-- Tables by name, policies and routines by name, plans and runs by number.
select found.kind, found.title, found.name, found.database_name
from (
  select 'table' as kind, r.schema_name || '.' || r.relation_name as title, r.schema_name || '.' || r.relation_name as name, d.name as database_name,
    case when r.relation_name = :word then 0 when starts_with(r.relation_name, :word) then 1 else 2 end as distance
  from caretaker_store.relation as r
  join caretaker_store.database as d on d.id = r.database_id
  where r.parent_oid is null
    and (:database::text is null or d.name = :database)
    and (strpos(lower(r.relation_name), lower(:word)) > 0 or r.schema_name || '.' || r.relation_name = :word)
  union all
  select 'policy', p.name, p.id::text, d.name, case when p.name = :word then 0 else 3 end
  from caretaker_store.policy as p
  join caretaker_store.database as d on d.id = p.database_id
  where strpos(lower(p.name), lower(:word)) > 0
    and (:database::text is null or d.name = :database)
  union all
  select 'routine', r.name, r.id::text, d.name, case when r.name = :word then 0 else 3 end
  from caretaker_store.routine as r
  join caretaker_store.database as d on d.id = r.database_id
  where strpos(lower(r.name), lower(:word)) > 0
    and (:database::text is null or d.name = :database)
  union all
  select 'plan', 'Plan ' || n.id || ': ' || n.title, n.id::text, d.name, 1
  from caretaker_store.plan as n
  join caretaker_store.database as d on d.id = n.database_id
  where n.id::text = :word
  union all
  select 'run', 'Run ' || l.id || ': ' || l.title, l.id::text, l.database_name, 1
  from caretaker_store.maintenance_log as l
  where l.id::text = :word
) as found
order by found.distance, found.kind, found.title, found.database_name, found.name
limit 50;
