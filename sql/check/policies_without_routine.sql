-- Policies that nothing runs
-- A policy that no enabled routine names removes nothing unless somebody starts it.
-- scope: database
-- reads: store
-- :warning  numeric  <0>  Rows past their time that are tolerated
-- :critical  numeric  <>  Rows past their time that are tolerated
select
  case when c.due_rows > :critical::numeric then 'critical' else 'warning' end as severity,
  p.name as target,
  c.due_rows::numeric as measure,
  'rows' as unit,
  format('Rows of %s past their time: %s. No enabled routine runs this policy.', p.schema_name || '.' || p.table_name, to_char(c.due_rows, 'FM999,999,999,999,990')) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from caretaker_store.policy as p
join caretaker_store.cleanup_sample as c on c.policy_id = p.id
where p.database_id = :database::bigint
  and p.keep <> 'forever'
  and c.due_rows > least(:warning::numeric, :critical::numeric)
  and not exists (select from caretaker_store.routine as r where r.database_id = p.database_id and r.enabled and r.tasks @> to_jsonb(p.name))
order by target;
